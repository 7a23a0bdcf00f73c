//! Requests and their answers, to the byte, and what any bytes at all come to.

use std::{
    io,
    sync::{Arc, LazyLock},
};

use bytes::{Bytes, BytesMut};
use proptest::prelude::*;
use tokio::{
    sync::{Semaphore, watch},
    task::JoinHandle,
    time::Instant,
};
use tokio_util::sync::CancellationToken;

use super::*;
use crate::{
    content::{Folder, sample},
    files::Path,
    session::SessionLimits,
    ssh::inbox::{self, Sender},
};

/// The portfolio that ships, with a resume of ten bytes and a time.
fn files() -> Arc<Files> {
    static FILES: LazyLock<Arc<Files>> = LazyLock::new(|| {
        let mut portfolio = sample::portfolio();
        portfolio.folder = Folder { modified: 0x0102_0304, resume: Some("0123456789".into()) };
        Arc::new(Files::new(Arc::new(portfolio), "ssh example.com"))
    });
    Arc::clone(&FILES)
}

/// A client that has been greeted.
struct Client(Desk);

impl Client {
    fn new() -> Self {
        let mut desk = Desk::new(files());
        let mut replies = Replies::default();
        desk.answer(b"\x01\0\0\0\x03", &mut replies).unwrap();
        assert_eq!(replies.take(), b"\0\0\0\x20\x02\0\0\0\x03\0\0\0\x12limits@openssh.com\0\0\0\x011".to_vec());
        Self(desk)
    }

    /// The answers to a packet, lengths included.
    fn send(&mut self, packet: &[u8]) -> Vec<u8> {
        let mut replies = Replies::default();
        self.0.answer(packet, &mut replies).unwrap();
        replies.take()
    }

    /// The answer to a request with id 7, without length and id: type and fields.
    fn ask(&mut self, kind: u8, fields: &[&[u8]]) -> (u8, Vec<u8>) {
        let answer = self.send(&[&[kind, 0, 0, 0, 7], &fields.concat()[..]].concat());
        let (length, rest) = answer.split_first_chunk().unwrap();
        assert_eq!(u32::from_be_bytes(*length) as usize, rest.len(), "one packet, and all of it");
        assert_eq!(rest[1..5], [0, 0, 0, 7]);
        (rest[0], rest[5..].to_vec())
    }

    /// The status of a request.
    fn status(&mut self, kind: u8, fields: &[&[u8]]) -> u32 {
        let (kind, fields) = self.ask(kind, fields);
        assert_eq!(kind, 101, "{fields:?}");
        u32::from_be_bytes(fields[..4].try_into().unwrap())
    }

    /// A handle for a path: OPEN to read, or OPENDIR.
    fn open(&mut self, kind: u8, path: &str) -> Vec<u8> {
        let rest: &[u8] = if kind == 3 { b"\0\0\0\x01\0\0\0\0" } else { b"" };
        let (kind, handle) = self.ask(kind, &[&string(path.as_bytes()), rest]);
        assert_eq!(kind, 102);
        handle
    }
}

fn string(bytes: &[u8]) -> Vec<u8> {
    [&u32::try_from(bytes.len()).unwrap().to_be_bytes(), bytes].concat()
}

#[test]
fn a_file_is_opened_read_and_closed() {
    let mut client = Client::new();
    let open = b"\x03\0\0\0\x07\0\0\0\x0b/resume.pdf\0\0\0\x01\0\0\0\0";
    assert_eq!(client.send(open), b"\0\0\0\x0d\x66\0\0\0\x07\0\0\0\x04\0\0\0\0");
    let handle = &b"\0\0\0\x04\0\0\0\0"[..];
    let read = |offset: &'static [u8], length: &'static [u8]| [handle, offset, length];
    assert_eq!(client.ask(5, &read(b"\0\0\0\0\0\0\0\0", b"\0\0\0\x04")), (103, b"\0\0\0\x040123".to_vec()));
    assert_eq!(client.ask(5, &read(b"\0\0\0\0\0\0\0\x08", b"\xff\xff\xff\xff")), (103, b"\0\0\0\x0289".to_vec()));
    assert_eq!(client.status(5, &read(b"\0\0\0\0\0\0\0\x0a", b"\0\0\0\x04")), 1);
    assert_eq!(client.status(5, &read(b"\xff\xff\xff\xff\xff\xff\xff\xff", b"\xff\xff\xff\xff")), 1);
    assert_eq!(client.status(5, &read(b"\0\0\0\0\0\0\0\0", b"\0\0\0\0")), 1, "nothing is no answer to build a loop on");
    assert_eq!(client.status(12, &[handle]), 4, "a file is no folder");
    assert_eq!(
        client.send(&[&b"\x04\0\0\0\x07"[..], handle].concat()),
        b"\0\0\0\x1a\x65\0\0\0\x07\0\0\0\0\0\0\0\x07Closed.\0\0\0\x02en".to_vec()
    );
    assert_eq!(client.status(4, &[handle]), 4, "closed once");
    assert_eq!(client.status(5, &read(b"\0\0\0\0\0\0\0\0", b"\0\0\0\x04")), 4);
}

#[test]
fn a_long_file_comes_in_pieces_of_32_kib() {
    let mut client = Client::new();
    let handle = client.open(3, "portfolio.json");
    let (kind, piece) = client.ask(5, &[&handle, &[0; 8], &[0xff; 4]]);
    assert_eq!((kind, piece.len()), (103, 4 + 32 * 1024));
}

#[test]
fn attributes_are_size_owner_mode_and_times() {
    let mut client = Client::new();
    let facts = b"\0\0\0\x0f\0\0\0\0\0\0\0\x0a\0\0\xff\xfe\0\0\xff\xfe\0\0\x81\xa4\x01\x02\x03\x04\x01\x02\x03\x04";
    let handle = client.open(3, "resume.pdf");
    for (kind, of) in [(17, string(b"resume.pdf")), (7, string(b"/systems/../resume.pdf")), (8, handle)] {
        assert_eq!(client.ask(kind, &[&of]), (105, facts.to_vec()), "{kind}");
    }
    let folder = b"\0\0\0\x0f\0\0\0\0\0\0\0\0\0\0\xff\xfe\0\0\xff\xfe\0\0\x41\xed\x01\x02\x03\x04\x01\x02\x03\x04";
    let handle = client.open(11, "systems");
    for (kind, of) in [(17, string(b"")), (7, string(b"systems/")), (8, handle)] {
        assert_eq!(client.ask(kind, &[&of]), (105, folder.to_vec()), "{kind}");
    }
}

#[test]
fn paths_are_made_whole() {
    let mut client = Client::new();
    for (path, whole) in [(".", "/"), ("", "/"), ("systems/..//a", "/a"), ("../../etc", "/etc")] {
        let name = string(whole.as_bytes());
        let answer = [&[0, 0, 0, 1], &name[..], &name[..], &[0; 4]].concat();
        assert_eq!(client.ask(16, &[&string(path.as_bytes())]), (104, answer), "{path}");
    }
    assert_eq!(client.status(16, &[&string(b"a\0b")]), 2);
    assert_eq!(client.status(16, &[&string(&[b'a'; limits::FILE_PATH + 1])]), 2);
}

#[test]
fn a_folder_is_listed_once() {
    let mut client = Client::new();
    let handle = client.open(11, "/");
    let (kind, names) = client.ask(12, &[&handle]);
    assert_eq!(kind, 104);
    let first = [
        &b"\0\0\0\x0a\0\0\0\x01.\0\0\0\x38drwxr-xr-x   1 owner    guest           0 Jul 15  1970 ."[..],
        b"\0\0\0\x0f\0\0\0\0\0\0\0\0\0\0\xff\xfe\0\0\xff\xfe\0\0\x41\xed\x01\x02\x03\x04\x01\x02\x03\x04\0\0\0\x02..",
    ];
    assert_eq!(names[..first.concat().len()], first.concat());
    assert_eq!(client.status(12, &[&handle]), 1, "that was all");
    assert_eq!(client.status(5, &[&handle, &[0; 12]]), 4, "a folder has no bytes");
    assert_eq!(client.status(11, &[&string(b"resume.md")]), 4);
    assert_eq!(client.status(11, &[&string(b"nothing")]), 2);
}

#[test]
fn a_long_listing_comes_in_several_answers() {
    let mut portfolio = sample::portfolio();
    let system = portfolio.systems[0].clone();
    portfolio.systems = (0..300).map(|n| crate::content::System { slug: format!("s{n}"), ..system.clone() }).collect();
    let mut client = Client(Desk::new(Arc::new(Files::new(Arc::new(portfolio), ""))));
    client.send(b"\x01\0\0\0\x03");
    let handle = client.open(11, "systems");
    let (mut told, mut answers) = (0, 0);
    loop {
        let (kind, names) = client.ask(12, &[&handle]);
        if kind == 101 {
            break;
        }
        assert!(names.len() < limits::SFTP_NAMES + 300, "{}", names.len());
        told += u32::from_be_bytes(names[..4].try_into().unwrap());
        answers += 1;
    }
    assert_eq!(told, 2 + 600);
    assert!(answers > 2);
}

#[test]
fn nothing_can_be_changed() {
    let mut client = Client::new();
    let (path, handle) = (string(b"resume.md"), client.open(3, "resume.md"));
    for (kind, what) in [
        (6, "write"),
        (9, "setstat"),
        (10, "fsetstat"),
        (13, "remove"),
        (14, "mkdir"),
        (15, "rmdir"),
        (18, "rename"),
        (20, "symlink"),
    ] {
        assert_eq!(client.status(kind, &[&path, &handle]), 3, "{what}");
    }
    for flags in [0_u32, 2, 3, 8 | 2, 0x1a, 1 | 8, 1 | 16, 1 | 32, 4, u32::MAX] {
        assert_eq!(client.status(3, &[&path, &flags.to_be_bytes(), &[0; 4]]), 3, "{flags}");
        assert_eq!(client.status(3, &[&string(b"new"), &flags.to_be_bytes(), &[0; 4]]), 3, "{flags}");
    }
}

#[test]
fn what_is_not_there_is_said_to_be_not_there() {
    let mut client = Client::new();
    for path in ["nothing", "/etc/passwd", "../../../etc/passwd", "systems/x", "resume.md/x", "\u{1b}", "a\0"] {
        let path = string(path.as_bytes());
        assert_eq!(client.status(17, &[&path]), 2);
        assert_eq!(client.status(3, &[&path, &[0, 0, 0, 1, 0, 0, 0, 0]]), 2);
    }
    assert_eq!(client.status(3, &[&string(b"systems"), &[0, 0, 0, 1, 0, 0, 0, 0]]), 4, "a folder");
    assert_eq!(client.status(19, &[&string(b"resume.md")]), 2, "no links");
    assert_eq!(client.status(200, &[&string(b"statvfs@openssh.com")]), 8);
    assert_eq!(client.status(77, &[]), 8);
    assert_eq!(client.status(17, &[b"\0\0\0\x09cut off"]), 5);
    for handle in [&b"\0\0\0\x04\0\0\0\x63"[..], b"\0\0\0\0", b"\0\0\0\x05\0\0\0\0\0"] {
        assert_eq!(client.status(8, &[handle]), 4);
    }
}

#[test]
fn limits_are_told_to_who_asks() {
    let answer = [34_000_u64, 32 * 1024, 32 * 1024, 16].map(u64::to_be_bytes).concat();
    assert_eq!(Client::new().ask(200, &[&string(b"limits@openssh.com")]), (201, answer));
}

#[test]
fn the_seventeenth_handle_is_refused_until_one_is_closed() {
    let mut client = Client::new();
    let handles: Vec<_> = (0..16)
        .map(|n| client.open(if n % 2 == 0 { 3 } else { 11 }, if n % 2 == 0 { "resume.md" } else { "/" }))
        .collect();
    assert_eq!(client.status(11, &[&string(b"/")]), 4);
    assert_eq!(client.status(3, &[&string(b"resume.md"), &[0, 0, 0, 1, 0, 0, 0, 0]]), 4);
    assert_eq!(client.status(4, &[&handles[5]]), 0);
    let again = client.open(3, "resume.md");
    assert!(!handles.contains(&again), "a number was given out twice");
}

#[test]
fn who_does_not_greet_or_greets_twice_or_speaks_another_version_is_not_understood() {
    let mut replies = Replies::default();
    let mut desk = Desk::new(files());
    for packet in [&b"\x10\0\0\0\x07\0\0\0\0"[..], b"\x10\0\0\0\x07\0", b"\x01\0\0\0\x02", b"\x01\0\0", b""] {
        assert_eq!(desk.answer(packet, &mut replies), Err(desk::NotSftp), "{packet:?}");
    }
    assert_eq!(desk.answer(b"\x01\0\0\0\x06", &mut replies), Ok(()));
    assert_eq!(desk.answer(b"\x01\0\0\0\x03", &mut replies), Err(desk::NotSftp));
}

#[test]
fn a_client_that_asks_ahead_gets_answers_a_few_at_a_time() {
    let mut client = Client::new();
    let handle = client.open(3, "portfolio.json");
    let read = [&b"\x05\0\0\0\x07"[..], &handle, &[0; 8], &[0xff; 4]].concat();
    let mut packets = Packets::default();
    packets.feed(BytesMut::from(&string(&read).repeat(1000)[..]));
    let mut answers = 0;
    loop {
        let mut replies = Replies::default();
        let next = gather(&mut packets, &mut client.0, &mut replies);
        assert!(replies.len() <= limits::OUTPUT_CHUNK + limits::SFTP_READ as usize + 64, "{}", replies.len());
        answers += usize::from(replies.len() > 0);
        if !matches!(next, Next::Answers) {
            break;
        }
    }
    assert_eq!(answers, 1000);
}

/// A wire that takes a message for each permit.
struct Held(Arc<Semaphore>);

impl Wire for Held {
    async fn send(&mut self, _bytes: Bytes) -> io::Result<()> {
        self.0.acquire().await.unwrap().forget();
        Ok(())
    }
}

/// A server that serves over a wire with so much room, and what holds it.
fn served(room: usize) -> (Sender, Arc<Semaphore>, JoinHandle<Result<u32, Cut>>) {
    let (sender, inbox) = inbox::inbox();
    let room = Arc::new(Semaphore::new(room));
    let mut wire = Held(Arc::clone(&room));
    let serving = tokio::spawn(async move {
        let (_open, closing) = watch::channel(None);
        let mut talk = Talk::new(inbox, &mut wire, SessionLimits::default(), closing, CancellationToken::new());
        serve(&mut talk, files()).await
    });
    (sender, room, serving)
}

#[tokio::test(start_paused = true)]
async fn a_flood_is_over_when_the_answer_before_it_is_sent() {
    let (sender, room, serving) = served(0);
    sender.push(b"\0\0\0\x05\x01\0\0\0\x03");
    tokio::task::yield_now().await;
    for _ in 0..=limits::FILE_REQUESTS / 9 {
        sender.push(b"\0\0\0\x05\x63\0\0\0\0");
    }
    room.add_permits(1);
    assert_eq!(serving.await.unwrap(), Err(Cut::Over));
}

#[tokio::test(start_paused = true)]
async fn who_takes_no_answer_is_waited_for_so_long() {
    let (sender, _room, serving) = served(0);
    let started = Instant::now();
    sender.push(b"\0\0\0\x05\x01\0\0\0\x03");
    assert_eq!(serving.await.unwrap(), Err(Cut::Stalled));
    assert_eq!(started.elapsed().as_secs(), limits::WRITE_STALL.as_secs());
}

#[tokio::test(start_paused = true)]
async fn bytes_without_a_whole_request_are_no_sign_of_life() {
    let (sender, _room, serving) = served(1);
    let started = Instant::now();
    sender.push(b"\0\0\0\x05\x01\0\0\0\x03\0\0\x10");
    let dripping = async {
        loop {
            sender.push(b"\0");
            tokio::time::sleep(limits::IDLE / 8).await;
        }
    };
    tokio::select! {
        ended = serving => assert_eq!(ended.unwrap(), Err(Cut::Over)),
        () = dripping => {}
    }
    assert_eq!(started.elapsed().as_secs(), limits::IDLE.as_secs());
}

#[tokio::test(start_paused = true)]
async fn who_asks_for_ever_is_ended_by_the_length_of_a_visit() {
    let (sender, _room, serving) = served(usize::MAX >> 4);
    let started = Instant::now();
    sender.push(b"\0\0\0\x05\x01\0\0\0\x03");
    let asking = async {
        loop {
            sender.push(b"\0\0\0\x05\x63\0\0\0\0");
            tokio::time::sleep(limits::IDLE / 2).await;
        }
    };
    tokio::select! {
        ended = serving => assert_eq!(ended.unwrap(), Err(Cut::Over)),
        () = asking => {}
    }
    assert_eq!(started.elapsed().as_secs(), limits::LIFE.as_secs());
}

proptest! {
    #[test]
    fn any_packet_has_one_answer_or_ends_it(
        packets in prop::collection::vec(
            (0_u8..=21, prop::collection::vec(prop_oneof![Just(0_u8), Just(0), Just(1), Just(4), any::<u8>()], 0..40)),
            0..12,
        ),
    ) {
        let mut client = Client::new();
        client.open(3, "resume.md");
        client.open(11, "/");
        for (kind, fields) in packets {
            let mut replies = Replies::default();
            let answered = client.0.answer(&[&[kind][..], &fields].concat(), &mut replies);
            let answer = replies.take();
            match answered {
                Ok(()) => {
                    let (length, rest) = answer.split_first_chunk().unwrap();
                    prop_assert_eq!(u32::from_be_bytes(*length) as usize, rest.len());
                    prop_assert_eq!(&rest[1..5], &fields[..4]);
                }
                Err(desk::NotSftp) => prop_assert!(answer.is_empty()),
            }
        }
    }

    #[test]
    fn no_path_opens_what_is_not_listed(path in "[./a-z]{0,20}") {
        let files = files();
        let found = files.find(&Path::parse(path.as_bytes()).unwrap()).is_some();
        let mut client = Client::new();
        let (kind, _) = client.ask(17, &[&string(path.as_bytes())]);
        prop_assert_eq!(kind == 105, found);
    }
}
