//! Headers as proxies send them, and as nobody should.

use proptest::prelude::*;

use super::*;

/// Reads a header from a peer that sends these bytes: the answer, and what was left for SSH.
async fn answer(bytes: &[u8]) -> (io::Result<Option<IpAddr>>, Vec<u8>) {
    let mut stream = bytes;
    let answer = read(&mut stream).await;
    (answer, stream.to_vec())
}

fn v2(version: u8, family: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = v2::SIGNATURE.to_vec();
    bytes.extend([version, family]);
    bytes.extend(u16::try_from(body.len()).unwrap().to_be_bytes());
    bytes.extend(body);
    bytes
}

#[tokio::test]
async fn the_address_is_told_and_not_a_byte_of_ssh_is_taken() {
    let mut v4 = vec![203, 0, 113, 7, 10, 0, 0, 1, 0xd4, 0x31, 0, 22];
    let mut v6 = vec![0; 36];
    v6[15] = 1;
    for (header, expected) in [
        (b"PROXY TCP4 203.0.113.7 10.0.0.1 54321 22\r\n".to_vec(), Some("203.0.113.7")),
        (b"PROXY TCP6 2001:db8::7 ::1 54321 22\r\n".to_vec(), Some("2001:db8::7")),
        (b"PROXY UNKNOWN\r\n".to_vec(), None),
        (b"PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n".to_vec(), None),
        (v2(0x21, 0x11, &v4), Some("203.0.113.7")),
        (v2(0x21, 0x21, &v6), Some("::1")),
        (v2(0x20, 0x00, &[]), None),
        (v2(0x20, 0x11, &v4), None),
        (v2(0x21, 0x00, &[]), None),
        // With a TLV behind the addresses (PP2_TYPE_NOOP).
        (v2(0x21, 0x11, &[v4.clone(), vec![4, 0, 1, 0]].concat()), Some("203.0.113.7")),
    ] {
        let (told, left) = answer(&[&header[..], b"SSH-2.0-x\r\n"].concat()).await;
        assert_eq!(told.unwrap(), expected.map(|text| text.parse().unwrap()));
        assert_eq!(left, b"SSH-2.0-x\r\n");
    }
    v4.clear();
}

#[tokio::test]
async fn what_is_no_header_is_refused() {
    for header in [
        &b"SSH-2.0-OpenSSH_9.9\r\n"[..],
        b"PROXY TCP4 203.0.113.7 10.0.0.1 54321\r\n",
        b"PROXY TCP4 203.0.113.7 10.0.0.1 54321 65536\r\n",
        b"PROXY TCP4 203.0.113.7 10.0.0.1 +1 22\r\n",
        b"PROXY TCP4 203.0.113.07 10.0.0.1 1 22\r\n",
        b"PROXY TCP4  203.0.113.7 10.0.0.1 1 22\r\n",
        b"PROXY TCP4 ::1 ::1 1 22\r\n",
        b"PROXY TCP6 1.2.3.4 1.2.3.4 1 22\r\n",
        b"PROXY UDP4 1.2.3.4 1.2.3.4 1 22\r\n",
        b"PROXY \xff\xff\xff\xff\xff\xff\r\n",
        &v2(0x21, 0x11, &[1, 2, 3, 4]),
        &v2(0x21, 0x12, &[0; 12]),
        &v2(0x21, 0x31, &[0; 216]),
        &v2(0x31, 0x11, &[0; 12]),
        &v2(0x22, 0x11, &[0; 12]),
        &v2(0x21, 0x11, &vec![0; limits::PROXY_BYTES + 1]),
        &b"PROXY UNKNOWN "[..].iter().copied().chain([b'x'; 200]).collect::<Vec<u8>>(),
    ] {
        let (told, _) = answer(header).await;
        assert!(told.is_err(), "{}: {told:?}", String::from_utf8_lossy(header));
    }
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

proptest! {
    #[test]
    fn no_bytes_panic_and_little_is_read(start in 0..4_usize, bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let prefix: &[u8] = [&b""[..], b"PROXY ", b"PROXY TCP4 ", &v2::SIGNATURE][start];
        let all = [prefix, &bytes[..], &[0; 4096]].concat();
        let (_, left) = run(answer(&all));
        prop_assert!(all.len() - left.len() <= 16 + limits::PROXY_BYTES);
    }

    #[test]
    fn every_address_survives_both_versions(v4 in any::<[u8; 4]>(), v6 in any::<[u8; 16]>(), port in any::<u16>()) {
        let from: IpAddr = v4.into();
        let line = format!("PROXY TCP4 {from} 10.0.0.1 {port} 22\r\n");
        prop_assert_eq!(run(answer(line.as_bytes())).0.unwrap(), Some(from));
        let from: IpAddr = v6.into();
        let line = format!("PROXY TCP6 {from} ::1 {port} 22\r\n");
        prop_assert_eq!(run(answer(line.as_bytes())).0.unwrap(), Some(from));
        let body = [&v6[..], &[0; 20]].concat();
        prop_assert_eq!(run(answer(&v2(0x21, 0x21, &body))).0.unwrap(), Some(from));
    }

    #[test]
    fn a_header_that_stops_short_is_an_error(cut in 0..40_usize) {
        let line = b"PROXY TCP4 203.0.113.7 10.0.0.1 54321 22\r\n";
        prop_assert!(run(answer(&line[..cut.min(line.len() - 1)])).0.is_err());
    }
}
