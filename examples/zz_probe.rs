use cuebook::files::TakeAudio;
use cuebook::signal::Meter;
use std::path::Path;
fn main() {
    let mut total = 0.0;
    for f in std::env::args().skip(1) {
        let Ok(a) = TakeAudio::open(Path::new(&f)) else {
            println!("{f}: unreadable");
            continue;
        };
        let r = a.format().sample_rate;
        let mut m = Meter::new(r);
        let _ = a.listen(|b| m.push(b));
        let m = m.finish();
        let s = r.seconds(m.frames);
        total += s;
        let at = |x: &cuebook::signal::Spots| format!("{}@{:.2}", x.count, x.first.map_or(-1.0, |f| r.seconds(f)));
        println!(
            "{} {:.1}s zero {} drop {} click {} smack {} plos {} hum {:?} gate {:?} col {:?} lev {:?} noise {:?}",
            f.rsplit('/').next().unwrap(),
            s,
            at(&m.digital_silence),
            at(&m.dropouts),
            at(&m.clicks),
            at(&m.mouth_clicks),
            at(&m.plosives),
            m.hum.map(|h| (h.hertz, (10.0 * h.mean_square.log10() * 10.0).round() / 10.0)),
            m.gate.map(|g| g.round()),
            m.tone.map(|t| t.octaves.map(|o| o.round() as i32)),
            m.speech.as_ref().and_then(|s| s.level()).map(|l| l.db().round()),
            m.speech.as_ref().and_then(|s| s.noise()).map(|l| l.db().round())
        );
    }
    println!("total {total:.0} s");
}
