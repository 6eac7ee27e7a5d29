"use strict";
// The arrow keys turn from line to line, as pedals do; with Shift, from one that is to record to the next.
const lines = document.getElementsByClassName("cue");
const onlyOwed = document.getElementById("only-owed");
const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
const isOwed = line => line.classList.contains("owed");
let here = -1, id = "";

// The line before the first that can be seen: the chapter first, as those out of sight have no layout yet.
function inSight() {
  const below = line => line.getBoundingClientRect().bottom > 0;
  const chapter = [...document.getElementsByClassName("chapter")].find(below);
  const line = chapter && [...chapter.getElementsByClassName("cue")].find(below);
  return line ? Array.prototype.indexOf.call(lines, line) : lines.length;
}

function turn(step, owed) {
  const target = location.hash.slice(1);
  if (target !== id || here < 0) {
    const line = document.getElementById(target);
    const at = Array.prototype.indexOf.call(lines, line);
    here = at < 0 ? inSight() - (step > 0 ? 1 : 0) : at;
  }
  let next = here + step;
  while (lines[next] && (owed || onlyOwed.checked) && !isOwed(lines[next])) next += step;
  if (!lines[next]) return;
  here = next;
  id = lines[here].id;
  location.replace("#" + id);
  lines[here].querySelector("a").focus({ preventScroll: true });
}

addEventListener("keydown", event => {
  const isTurn = event.key === "ArrowRight" || event.key === "ArrowLeft";
  if (!isTurn || event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input")) return;
  event.preventDefault();
  turn(event.key === forward ? 1 : -1, event.shiftKey);
});

// What was chosen is there the next time; a browser that keeps nothing for files begins anew.
for (const input of document.querySelectorAll(".controls input")) {
  const key = "cuebook-" + (input.name || input.id);
  try {
    const kept = localStorage.getItem(key);
    if (kept) input.checked = kept === input.id;
    input.addEventListener("change", () => localStorage.setItem(key, input.checked ? input.id : "none"));
  } catch { break; }
}
document.getElementById("keys").hidden = false;
