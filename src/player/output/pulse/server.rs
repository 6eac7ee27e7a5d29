//! Which `PulseAudio` server is the user's, and the way to it: a socket of this machine, or TCP, as over ssh.

use std::fmt;
use std::fs;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

/// The port of a server that names none.
const PORT: u16 = 4713;

/// Where a server may listen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Address {
    /// A socket of this machine.
    Unix(PathBuf),
    /// A host's name or address, and its port.
    Tcp(String, u16),
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
            Self::Tcp(host, port) if host.contains(':') => write!(f, "tcp:[{host}]:{port}"),
            Self::Tcp(host, port) => write!(f, "tcp:{host}:{port}"),
        }
    }
}

/// The servers to try, in their order: those that `PULSE_SERVER` names, and no others where it is set; else those of this
/// user and of this machine whose socket is there.
pub(super) fn addresses() -> Vec<Address> {
    let machine = || read_line("/etc/machine-id");
    if let Some(list) = named() {
        let here = [machine(), read_line("/proc/sys/kernel/hostname")];
        return parse(&list, &here.into_iter().flatten().collect::<Vec<_>>());
    }
    let folder = |variable| std::env::var_os(variable).map(PathBuf::from);
    let of_session = folder("PULSE_RUNTIME_PATH").or_else(|| Some(folder("XDG_RUNTIME_DIR")?.join("pulse")));
    let of_user = || Some(std::env::home_dir()?.join(".config/pulse").join(format!("{}-runtime", machine()?)));
    let of_machine = Path::new("/run/pulse").to_owned();
    let sockets = [of_session.or_else(of_user), Some(of_machine)].into_iter().flatten().map(|path| path.join("native"));
    sockets.filter(|path| path.exists()).map(Address::Unix).collect()
}

/// What `PULSE_SERVER` says.
pub(super) fn named() -> Option<String> {
    std::env::var("PULSE_SERVER").ok().filter(|list| !list.trim().is_empty())
}

/// A list of servers as libpulse reads it (`pulsecore/parseaddr.c`): divided by spaces, each a path or a host, with
/// `unix:`, `tcp:`, `tcp4:` or `tcp6:` where that is to be said, and `{NAME}` before what is meant on that machine only.
fn parse(list: &str, here: &[String]) -> Vec<Address> {
    let address = |text: &str| {
        let text = match text.strip_prefix('{') {
            Some(rest) => {
                let (machine, text) = rest.split_once('}')?;
                here.iter().any(|name| name == machine).then_some(text)?
            }
            None => text,
        };
        if let Some(path) = text.strip_prefix("unix:") {
            return Some(Address::Unix(path.into()));
        }
        if text.starts_with('/') {
            return Some(Address::Unix(text.into()));
        }
        let host = ["tcp:", "tcp4:", "tcp6:"].iter().find_map(|kind| text.strip_prefix(kind)).unwrap_or(text);
        let (host, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((host, port)) => (host, port.strip_prefix(':')),
            None if host.matches(':').count() > 1 => (host, None),
            None => host.split_once(':').map_or((host, None), |(host, port)| (host, Some(port))),
        };
        let port = port.map_or(Some(PORT), |port| port.parse().ok())?;
        Some(Address::Tcp(host.to_owned(), port))
    };
    list.split_whitespace().filter_map(address).collect()
}

/// The only line of a system's file.
fn read_line(path: &str) -> Option<String> {
    Some(fs::read_to_string(path).ok()?.trim().to_owned())
}

/// Connects to the server at this address, for as long as that takes.
///
/// # Errors
/// Where nobody listens there.
pub(super) fn connect(address: &Address) -> io::Result<UnixStream> {
    match address {
        Address::Unix(path) => UnixStream::connect(path),
        Address::Tcp(host, port) => bridge(TcpStream::connect((host.as_str(), *port))?),
    }
}

/// A socket of this machine whose other end is the server's: the client takes no other.
fn bridge(server: TcpStream) -> io::Result<UnixStream> {
    // A key that waited for more bytes to send would be heard late.
    server.set_nodelay(true)?;
    let (client, ours) = UnixStream::pair()?;
    let ends = Arc::new((ours, server));
    let there = ends.clone();
    spawn("pulse to server", move || carry(&there.0, &there.1, &there))?;
    spawn("pulse from server", move || carry(&ends.1, &ends.0, &ends))?;
    Ok(client)
}

/// Carries what one end says to the other, until one of them hangs up; both are hung up then.
fn carry(mut from: impl Read, mut to: impl Write, (client, server): &(UnixStream, TcpStream)) {
    // What failed, both ends see by themselves.
    let _ = io::copy(&mut from, &mut to);
    let _ = (client.shutdown(Shutdown::Both), server.shutdown(Shutdown::Both));
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name(name.to_owned()).spawn(work).map(drop)
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn a_list_of_servers_is_read_as_libpulse_reads_it() {
        let tcp = |host: &str, port| Address::Tcp(host.to_owned(), port);
        let unix = |path: &str| Address::Unix(path.into());
        let cases = [
            ("unix:/run/pulse/native", vec![unix("/run/pulse/native")]),
            ("/run/pulse/native", vec![unix("/run/pulse/native")]),
            ("tcp:studio", vec![tcp("studio", 4713)]),
            ("tcp:studio:24713", vec![tcp("studio", 24713)]),
            ("studio", vec![tcp("studio", 4713)]),
            ("localhost:24713", vec![tcp("localhost", 24713)]),
            ("tcp4:10.0.0.7", vec![tcp("10.0.0.7", 4713)]),
            ("tcp6:[::1]:24713", vec![tcp("::1", 24713)]),
            ("tcp6:::1", vec![tcp("::1", 4713)]),
            ("[fe80::7]", vec![tcp("fe80::7", 4713)]),
            ("{this}unix:/a {other}unix:/b\ttcp:studio", vec![unix("/a"), tcp("studio", 4713)]),
            ("tcp:studio:loud {torn", vec![]),
        ];
        for (list, wanted) in cases {
            assert_eq!(parse(list, &["this".to_owned()]), wanted, "{list}");
        }
    }

    #[test]
    fn an_address_is_read_as_it_is_shown() {
        for shown in ["unix:/run/pulse/native", "tcp:studio:4713", "tcp:[::1]:24713"] {
            assert_eq!(parse(shown, &[]).iter().map(Address::to_string).collect::<Vec<_>>(), [shown]);
        }
    }

    #[test]
    fn what_is_said_over_tcp_arrives_both_ways_and_so_does_hanging_up() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = Address::Tcp("127.0.0.1".to_owned(), listener.local_addr().unwrap().port());
        let mut client = connect(&address).unwrap();
        let (mut server, _) = listener.accept().unwrap();
        let mut heard = [0; 5];
        client.write_all(b"hello").unwrap();
        server.read_exact(&mut heard).unwrap();
        assert_eq!(&heard, b"hello");
        server.write_all(b"again").unwrap();
        client.read_exact(&mut heard).unwrap();
        assert_eq!(&heard, b"again");
        drop(client);
        assert_eq!(server.read(&mut heard).unwrap(), 0);

        let mut client = connect(&address).unwrap();
        drop(listener.accept().unwrap());
        assert_eq!(client.read(&mut heard).unwrap(), 0);
    }
}
