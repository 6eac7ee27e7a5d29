'use strict';
const $ = id => document.getElementById(id);
const [sound, desk] = [$('sound'), $('desk')];
const waves = [...document.querySelectorAll('.wave')];
const chapters = new Map(waves.map(wave => [wave.dataset.src, wave.closest('.chapter')]));
let playing = null; // the wave of the chapter that plays; null for a take
let lines = []; // its lines in order: {from, to, row}
let at = -1; // the line that sounds

const clock = seconds => {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds % 60)];
  return (h ? h + ':' + String(m).padStart(2, '0') : m) + ':' + String(s).padStart(2, '0');
};
const linesOf = chapter => [...chapter.querySelectorAll('[data-at]')].map(row => {
  const [from, to] = row.dataset.at.split(' ').map(Number);
  return { from, to, row };
});

function load(src) {
  if (sound.getAttribute('src') === src) return;
  sound.src = src;
  sound.playbackRate = Number($('speed').value);
}
// A place that is asked for before the file is known is gone to once it is.
function play(src, from) {
  $('trouble').textContent = '';
  desk.hidden = false;
  load(src);
  const go = () => { sound.currentTime = from; };
  if (sound.readyState > 0) go(); else sound.addEventListener('loadedmetadata', go, { once: true });
  sound.play().catch(() => {});
}
function playChapter(wave, from) {
  if (playing !== wave) {
    mark(-1);
    playing = wave;
    lines = linesOf(wave.closest('.chapter'));
    for (const other of waves) other.querySelector('.head').hidden = other !== wave;
  }
  play(wave.dataset.src, from);
  follow(from);
}
function playTake(button) {
  mark(-1);
  if (playing) playing.querySelector('.head').hidden = true;
  [playing, lines] = [null, []];
  $('where').textContent = button.title.replace(/^listen to /, '');
  $('words').textContent = '';
  play(button.dataset.src, Number(button.dataset.from));
}

function mark(next) {
  if (next === at) return;
  if (lines[at]) lines[at].row.removeAttribute('aria-current');
  at = next;
  const line = lines[at];
  if (!line) return;
  line.row.setAttribute('aria-current', 'true');
  $('words').textContent = line.row.querySelector('p').textContent;
  const list = line.row.closest('details');
  if (list.open && !sound.paused) line.row.scrollIntoView({ block: 'nearest' });
}
function follow(time) {
  if (!playing) return;
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle].from <= time + 0.01) low = middle + 1; else high = middle;
  }
  mark(Math.max(0, low - 1));
  const [length, head] = [Number(playing.dataset.length), playing.querySelector('.head')];
  head.hidden = false;
  head.style.left = Math.min(100, 100 * time / length) + '%';
  const line = lines[at];
  const id = line ? line.row.id : '';
  $('where').textContent = id + ' ' + clock(time) + ' / ' + clock(length);
  playing.setAttribute('aria-valuenow', Math.floor(time));
  playing.setAttribute('aria-valuetext', clock(time) + ', line ' + id);
}
function step(by) {
  const line = lines[Math.min(lines.length - 1, Math.max(0, at + by))];
  if (playing && line) playChapter(playing, line.from);
}
const frame = () => { follow(sound.currentTime); if (!sound.paused) requestAnimationFrame(frame); };
sound.addEventListener('play', () => { desk.classList.add('playing'); $('play').setAttribute('aria-label', 'stop'); frame(); });
sound.addEventListener('pause', () => { desk.classList.remove('playing'); $('play').setAttribute('aria-label', 'play'); });
sound.addEventListener('seeked', () => follow(sound.currentTime));
sound.addEventListener('ended', () => {
  const next = playing && waves[waves.indexOf(playing) + 1];
  if (next) playChapter(next, 0);
});
sound.addEventListener('error', () => {
  $('trouble').textContent = 'This browser can’t play ' + decodeURI(sound.getAttribute('src')) + ': the file is gone, or of a kind that it does not know.';
});
const toggle = () => { if (!sound.src) { if (waves[0]) playChapter(waves[0], 0); } else if (sound.paused) sound.play().catch(() => {}); else sound.pause(); };
$('play').onclick = toggle;
$('back').onclick = () => step(-1);
$('next').onclick = () => step(1);
$('speed').onchange = () => { sound.playbackRate = Number($('speed').value); };

document.addEventListener('click', event => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.classList.contains('listen')) return playTake(button);
  const row = button.closest('[data-at]');
  if (row) playChapter(row.closest('.chapter').querySelector('.wave'), Number(row.dataset.at.split(' ')[0]));
});

// Waveforms are drawn when they come into view, and again when their width or the light changes.
const level = letter => (letter.charCodeAt(0) - 48) - 64 + 0.25; // decibels; the lowest is silence
function draw(wave) {
  const canvas = wave.querySelector('canvas');
  const [width, height, ratio] = [wave.clientWidth, wave.clientHeight, devicePixelRatio || 1];
  if (!width) return;
  [canvas.width, canvas.height] = [width * ratio, height * ratio];
  const pen = canvas.getContext('2d');
  pen.scale(ratio, ratio);
  const colour = name => getComputedStyle(canvas).getPropertyValue(name);
  const style = document.createElement('span');
  const real = name => { style.style.color = colour(name); wave.append(style); const found = getComputedStyle(style).color; style.remove(); return found; };
  const { peaks, loudness, length } = wave.dataset;
  const [top, bottom] = [height * 0.62, height * 0.68];
  pen.fillStyle = real('--wave');
  for (let x = 0; x < width; x++) {
    const [from, to] = [Math.floor(x / width * peaks.length), Math.max(Math.floor((x + 1) / width * peaks.length), Math.floor(x / width * peaks.length) + 1)];
    let highest = '0';
    for (let n = from; n < to && n < peaks.length; n++) if (peaks[n] > highest) highest = peaks[n];
    const tall = highest === '0' ? 0.5 : Math.max(0.5, 10 ** (level(highest) / 20) * top / 2);
    pen.fillRect(x, top / 2 - tall, 1, 2 * tall);
  }
  // Where lines begin.
  pen.fillStyle = real('--ink');
  for (const { from } of linesOf(wave.closest('.chapter'))) pen.fillRect(from / length * width, top, 1, 4);
  // Loudness from -46 to -10 LUFS.
  const y = lufs => bottom + (height - bottom - 1) * Math.min(1, Math.max(0, (-10 - lufs) / 36));
  const bounds = (wave.dataset.window || '').split(' ').filter(Boolean).map(Number);
  if (bounds.length === 2) { pen.fillStyle = real('--window'); pen.fillRect(0, y(bounds[1]), width, y(bounds[0]) - y(bounds[1])); }
  pen.strokeStyle = real('--how');
  pen.beginPath();
  let down = false;
  for (let n = 0; n < loudness.length; n++) {
    if (loudness[n] === '0') { down = false; continue; }
    const [x, v] = [(n + 1) / length * width, y(level(loudness[n]))];
    if (down) pen.lineTo(x, v); else pen.moveTo(x, v);
    down = true;
  }
  pen.stroke();
  pen.fillStyle = real('--quiet');
  pen.font = '10px sans-serif';
  pen.fillText('LUFS', 2, bottom + 9);
}
const seen = new Set();
const viewer = new IntersectionObserver(entries => {
  for (const { isIntersecting, target } of entries) if (isIntersecting && !seen.has(target)) { seen.add(target); draw(target); }
}, { rootMargin: '400px' });
const widths = new ResizeObserver(entries => { for (const { target } of entries) if (seen.has(target)) draw(target); });
for (const wave of waves) {
  viewer.observe(wave);
  widths.observe(wave);
  const length = Number(wave.dataset.length);
  wave.addEventListener('click', event => {
    const box = wave.getBoundingClientRect();
    playChapter(wave, Math.max(0, (event.clientX - box.left) / box.width * length));
  });
  wave.addEventListener('keydown', event => {
    const now = playing === wave ? sound.currentTime : 0;
    const to = { ArrowLeft: now - 5, ArrowRight: now + 5, PageUp: now + 60, PageDown: now - 60, Home: 0, End: length - 1, Enter: now }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    playChapter(wave, Math.min(length, Math.max(0, to)));
  });
}
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => seen.forEach(draw));
addEventListener('beforeprint', () => { for (const wave of waves) draw(wave); });

// Search and filters.
const form = document.querySelector('.search');
form.hidden = false;
form.addEventListener('submit', event => event.preventDefault());
const plain = text => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
let rows = null;
function search() {
  rows ||= [...document.querySelectorAll('.lines li, .list > li')].map(row => ({ row, text: plain(row.textContent) }));
  const wanted = plain($('search').value.trim());
  let found = 0;
  for (const { row, text } of rows) { row.hidden = wanted !== '' && !text.includes(wanted); if (!row.hidden) found++; }
  for (const list of document.querySelectorAll('.lines, .rule')) {
    const any = list.querySelector('li:not([hidden])') !== null;
    const box = list.classList.contains('lines') ? list.closest('.chapter') : list;
    box.classList.toggle('empty', !any);
    box.hidden = wanted !== '' && !any;
    if (wanted !== '') list.open = any && found <= 500;
  }
  $('found').textContent = wanted === '' ? '' : found === 1 ? '1 place' : found + ' places';
}
let waiting;
$('search').addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(search, 120); });
const filter = document.querySelector('.filter');
if (filter) {
  filter.hidden = false;
  filter.addEventListener('change', () => {
    const shown = new Set([...filter.querySelectorAll('input:checked')].map(box => box.value));
    for (const rule of document.querySelectorAll('.rule')) rule.style.display = shown.has(rule.dataset.severity) ? '' : 'none';
  });
}
// A link to a line opens the list that it is in.
const open = () => { const list = location.hash && $(decodeURIComponent(location.hash.slice(1)))?.closest('details'); if (list) { list.open = true; $(location.hash.slice(1)).scrollIntoView({ block: 'center' }); } };
addEventListener('hashchange', open);
open();

addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select, button, summary, a')) return;
  const does = { ' ': toggle, ArrowLeft: () => step(-1), ArrowRight: () => step(1), '/': () => $('search').focus() }[event.key];
  if (does) { event.preventDefault(); does(); }
});
