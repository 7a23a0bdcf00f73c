//! What terminals send and what comes of it; then what holds for any bytes at all.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::*;
use crate::limits::{ESCAPE_WAIT, PASTE_BYTES, SEQUENCE_WAIT};

/// Writes inputs the way the tables below do: `C-` Control, `A-` Alt, `S-` Shift, one space between two.
fn show(inputs: &[Input]) -> String {
    let one = |input: &Input| match input {
        Input::Key(Key { code, modifiers }) => {
            let held = [(modifiers.ctrl, "C-"), (modifiers.alt, "A-"), (modifiers.shift, "S-")];
            let held: String = held.iter().filter(|held| held.0).map(|held| held.1).collect();
            match code {
                Code::Char(' ') => format!("{held}Space"),
                Code::Char(c) => format!("{held}{c}"),
                Code::Function(n) => format!("{held}F{n}"),
                code => format!("{held}{code:?}"),
            }
        }
        Input::Mouse(Mouse { kind, column, row }) => format!("{kind:?}@{column},{row}"),
        Input::Paste(text) => format!("paste({text})"),
        Input::Reply(Reply::Background([r, g, b])) => format!("background({r:02x}{g:02x}{b:02x})"),
        Input::Reply(Reply::DeviceAttributes) => "da1".into(),
        Input::Reply(Reply::Focus(focus)) => format!("focus({focus})"),
        Input::Reply(Reply::Other) => "reply".into(),
    };
    inputs.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn fed(decoder: &mut Decoder, bytes: &[u8]) -> Vec<Input> {
    let mut inputs = Vec::new();
    decoder.feed(bytes, |input| inputs.push(input));
    inputs
}

fn waited(decoder: &mut Decoder) -> Vec<Input> {
    let mut inputs = Vec::new();
    decoder.timeout(|input| inputs.push(input));
    inputs
}

/// Each row: the bytes, and the inputs that they are without any waiting, in one piece and byte by byte.
fn check(table: &[(&[u8], &str)]) {
    for (bytes, expected) in table {
        let mut whole = Decoder::default();
        assert_eq!(show(&fed(&mut whole, bytes)), *expected, "{}", bytes.escape_ascii());
        assert!(whole.patience().is_none_or(|_| bytes.ends_with(b"\r")), "{} is unfinished", bytes.escape_ascii());
        let mut split = Decoder::default();
        let inputs: Vec<_> = bytes.chunks(1).flat_map(|byte| fed(&mut split, byte)).collect();
        assert_eq!(show(&inputs), *expected, "{} byte by byte", bytes.escape_ascii());
    }
}

/// Each row: the bytes, and the inputs that they are once nothing more has come for as long as the decoder waits.
fn check_silence(table: &[(&[u8], &str)]) {
    for (bytes, expected) in table {
        let mut decoder = Decoder::default();
        let mut inputs = fed(&mut decoder, bytes);
        assert!(decoder.patience().is_some(), "{} waits for nothing", bytes.escape_ascii());
        inputs.extend(waited(&mut decoder));
        assert_eq!(show(&inputs), *expected, "{}", bytes.escape_ascii());
        assert_eq!(decoder.patience(), None, "{} still waits", bytes.escape_ascii());
        assert_eq!(show(&fed(&mut decoder, b"q")), "q", "typing after {}", bytes.escape_ascii());
    }
}

// ---- keys ----

#[test]
fn characters_are_typed() {
    check(&[
        (b"qQ9 ~", "q Q 9 Space ~"),
        ("é日🦀".as_bytes(), "é 日 🦀"),
        // Control and bidi characters are no keys, however they are encoded.
        ("a\u{9b}b\u{202e}c".as_bytes(), "a b c"),
    ]);
}

#[test]
fn broken_utf8_is_dropped_without_what_follows_it() {
    check(&[
        (b"\xc3a", "a"),
        (b"\xe6\x97a", "a"),
        (b"\xe6\x97\xc3\xa9", "é"),
        (b"\xf0\x9f\xa6\x1b[A", "Up"),
        (b"a\x80\xff\xc0b", "a b"),
        (b"\xed\xa0\x80z", "z"),
        (b"\x9b\x41", "A"),
        (b"\x90q\x9d0\x9c", "q 0"),
    ]);
    check_silence(&[(b"a\xe6\x97", "a")]);
}

#[test]
fn control_keys_are_letters_with_control() {
    check(&[
        (b"\x01\x03\x1a", "C-a C-c C-z"),
        (b"\x00", "C-Space"),
        (b"\x1c\x1d\x1e\x1f", "C-\\ C-] C-^ C-_"),
        (b"\t\x08\x7f", "Tab Backspace Backspace"),
    ]);
}

#[test]
fn every_line_end_is_one_enter() {
    check(&[
        (b"\r", "Enter"),
        (b"\n", "Enter"),
        (b"a\r\nb", "a Enter b"),
        (b"\r\r\n\n", "Enter Enter Enter"),
        (b"\n\r", "Enter Enter"),
        (b"\r\x1b\n", "Enter A-Enter"),
    ]);
}

#[test]
fn an_lf_long_after_a_cr_is_its_own_enter() {
    let mut decoder = Decoder::default();
    fed(&mut decoder, b"\r");
    assert_eq!(decoder.patience(), Some(ESCAPE_WAIT));
    waited(&mut decoder);
    assert_eq!(show(&fed(&mut decoder, b"\n")), "Enter");
}

#[test]
fn escape_before_a_key_is_alt() {
    check(&[
        (b"\x1ba\x1bA\x1b5", "A-a A-A A-5"),
        (b"\x1b/\x1b \x1b\\", "A-/ A-Space A-\\"),
        (b"\x1b\r\x1b\x7f\x1b\t", "A-Enter A-Backspace A-Tab"),
        (b"\x1b\x03", "C-A-c"),
        ("\x1bé".as_bytes(), "A-é"),
        (b"\x1b\x1b[A\x1b\x1bOB", "A-Up A-Down"),
        (b"\x1b\x1b[[A", "A-F1"),
    ]);
}

#[test]
fn escapes_before_what_alt_cannot_reach_were_escapes() {
    check(&[
        (b"\x1b\x1bq", "Escape A-q"),
        (b"\x1b\x1b\x1b[A", "Escape A-Up"),
        (b"\x1b\x1b[?62c", "Escape da1"),
        (b"\x1b\x1b]11;#102030\x07", "Escape background(102030)"),
        (b"\x1b\x1b[<0;1;1M", "Escape Press@0,0"),
        (b"\x1b\x1b[200~x\x1b[201~", "Escape paste(x)"),
        (b"\x1b\x1b[99~q", "Escape q"),
        (b"\x1b\xffq", "Escape q"),
    ]);
}

#[test]
fn a_lone_escape_is_the_key_once_nothing_follows() {
    check_silence(&[
        (b"\x1b", "Escape"),
        (b"\x1b\x1b", "Escape Escape"),
        (b"\x1b\x1b\x1b", "Escape Escape Escape"),
        (b"ab\x1b", "a b Escape"),
    ]);
}

#[test]
fn only_a_lone_escape_is_hurried() {
    for (bytes, wait) in [
        (b"".as_slice(), None),
        (b"q", None),
        (b"\x1b", Some(ESCAPE_WAIT)),
        (b"\x1b[", Some(SEQUENCE_WAIT)),
        (b"\x1b[1;", Some(SEQUENCE_WAIT)),
        (b"\x1bO", Some(SEQUENCE_WAIT)),
        (b"\x1b]11;", Some(SEQUENCE_WAIT)),
        (b"\x1b]11;?\x1b", Some(SEQUENCE_WAIT)),
        (b"\x1b[M a", Some(SEQUENCE_WAIT)),
        (b"\x1b[200~x\x1b", Some(SEQUENCE_WAIT)),
        (b"\xc3", Some(SEQUENCE_WAIT)),
        (b"\x1b[A", None),
    ] {
        let mut decoder = Decoder::default();
        fed(&mut decoder, bytes);
        assert_eq!(decoder.patience(), wait, "{}", bytes.escape_ascii());
    }
}

#[test]
fn keys_with_alt_that_look_like_a_sequence_are_keys_after_silence() {
    check_silence(&[
        (b"\x1b[", "A-["),
        (b"\x1bO", "A-O"),
        (b"\x1b]", "A-]"),
        (b"\x1bP", "A-P"),
        (b"\x1bX", "A-X"),
        (b"\x1b^", "A-^"),
        (b"\x1b_", "A-_"),
        (b"\x1b\x1b[", "Escape A-["),
        (b"\x1b]\x1b", "A-] Escape"),
    ]);
}

#[test]
fn control_keys_reach_through_what_alt_began() {
    check(&[
        (b"\x1b[\x03", "A-[ C-c"),
        (b"\x1bO\r", "A-O Enter"),
        (b"\x1b]\x03", "A-] C-c"),
        (b"\x1bPjjj\x04", "C-d"),
        (b"\x1b[12\x7f", "Backspace"),
        (b"\x1b[\x1b[A", "A-[ Up"),
        (b"\x1b]\x1b[A", "A-] Up"),
    ]);
}

#[test]
fn arrows_home_and_end_come_in_both_modes_and_with_modifiers() {
    check(&[
        (b"\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F", "Up Down Right Left Home End"),
        (b"\x1bOA\x1bOB\x1bOC\x1bOD\x1bOH\x1bOF", "Up Down Right Left Home End"),
        (b"\x1b[1;2A\x1b[1;3B\x1b[1;5C\x1b[1;6D", "S-Up A-Down C-Right C-S-Left"),
        (b"\x1b[1;8H\x1b[1;9F", "C-A-S-Home A-End"),
        (b"\x1b[5A\x1bO5A\x1bO1;2P", "C-Up C-Up S-F1"),
        (b"\x1b[Z\x1b[1;2Z", "S-Tab S-Tab"),
    ]);
}

#[test]
fn numbered_keys_are_editing_and_function_keys() {
    check(&[
        (b"\x1b[1~\x1b[2~\x1b[3~\x1b[4~", "Home Insert Delete End"),
        (b"\x1b[5~\x1b[6~\x1b[7~\x1b[8~", "PageUp PageDown Home End"),
        (b"\x1b[11~\x1b[15~\x1b[17~\x1b[21~", "F1 F5 F6 F10"),
        (b"\x1b[23~\x1b[24~\x1b[26~\x1b[28~\x1b[29~", "F11 F12 F14 F15 F16"),
        (b"\x1b[31~\x1b[34~", "F17 F20"),
        (b"\x1b[3;5~\x1b[15;2~", "C-Delete S-F5"),
    ]);
}

#[test]
fn rxvt_says_modifiers_by_the_final_byte() {
    check(&[
        (b"\x1b[a\x1b[b\x1b[c\x1b[d", "S-Up S-Down S-Right S-Left"),
        (b"\x1bOa\x1bOb\x1bOc\x1bOd", "C-Up C-Down C-Right C-Left"),
        (b"\x1b[3^\x1b[5@\x1b[6$", "C-Delete C-S-PageUp S-PageDown"),
        (b"\x1b[23$q", "S-F11 q"),
    ]);
}

#[test]
fn consoles_have_keys_of_their_own() {
    check(&[
        // The Linux console.
        (b"\x1b[[A\x1b[[E", "F1 F5"),
        (b"\x1b[[Zq", "q"),
        // xterm, and the numeric keypad in application mode.
        (b"\x1bOP\x1bOQ\x1bOR\x1bOS", "F1 F2 F3 F4"),
        (b"\x1bOM\x1bOp\x1bOy\x1bOj\x1bOk\x1bOm\x1bOn\x1bOo", "Enter 0 9 * + - . /"),
        // SCO.
        (b"\x1b[L\x1b[G", "Insert PageDown"),
    ]);
}

#[test]
fn keys_by_character_code_are_understood() {
    check(&[
        // xterm's modifyOtherKeys.
        (b"\x1b[27;5;105~\x1b[27;2;65~\x1b[27;5;13~", "C-i A C-Enter"),
        // kitty's CSI u.
        (b"\x1b[97u\x1b[97;5u\x1b[97;3u", "a C-a A-a"),
        (b"\x1b[97;2u\x1b[49:33;2u\x1b[97:65;6u", "A ! C-a"),
        (b"\x1b[13u\x1b[27u\x1b[127u\x1b[9;2u", "Enter Escape Backspace S-Tab"),
        (b"\x1b[57376u\x1b[57399u\x1b[57414u\x1b[57419u", "F13 0 Enter Up"),
        // Pressed, repeated, released.
        (b"\x1b[97;1:1u\x1b[97;1:2u\x1b[97;1:3u", "a a"),
        (b"\x1b[1;1:1A\x1b[1;1:3A\x1b[3;1:3~", "Up"),
        // Modifiers alone, control and bidi characters, what is no character, nothing.
        (b"\x1b[57441;2u\x1b[133u\x1b[8238u\x1b[55296u\x1b[4294967296u\x1b[u\x1b[;5u", ""),
    ]);
}

#[test]
fn unknown_sequences_are_swallowed_whole() {
    check(&[
        (b"\x1b[99~q", "q"),
        (b"\x1b[1;2;3;4;5yq", "q"),
        (b"\x1b[1?2Aq", "q"),
        (b"\x1b[~q", "q"),
        (b"\x1b[Eq\x1bOzq", "q q"),
        (b"\x1b[201~q", "q"),
        (b"\x1b[1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1Aq", "q"),
        (b"\x1bO1111111111111111111111111111111111111111111111111111111111111111111111111Aq", "q"),
    ]);
}

#[test]
fn an_escape_starts_over() {
    check(&[
        (b"\x1b[1;\x1b[A", "Up"),
        (b"\x1bO1\x1b[A", "Up"),
        (b"\x1b]0;title\x1b[A", "Up"),
        (b"\x1b[M \x1b[A", "Up"),
        (b"\x1b[[\x1b[A", "Up"),
    ]);
}

// ---- mouse ----

#[test]
fn a_mouse_reports_in_three_ways() {
    check(&[
        (b"\x1b[<0;1;1M\x1b[<0;1;1m", "Press@0,0 Other@0,0"),
        (b"\x1b[<64;80;24M\x1b[<65;80;24M", "WheelUp@79,23 WheelDown@79,23"),
        (b"\x1b[<2;5;6M\x1b[<35;5;6M\x1b[<16;5;6M", "Other@4,5 Other@4,5 Press@4,5"),
        // X10 and VT200: 32 added, in bytes that are no UTF-8.
        (b"\x1b[M !!\x1b[M#!!\x1b[M`\xff\x80q", "Press@0,0 Other@0,0 WheelUp@222,95 q"),
        // urxvt.
        (b"\x1b[32;10;20M\x1b[97;10;20Mq", "Press@9,19 WheelDown@9,19 q"),
    ]);
}

#[test]
fn a_cell_that_no_terminal_has_is_no_mouse() {
    check(&[
        (b"\x1b[<0;0;1M\x1b[<0;1;0M", ""),
        (b"\x1b[<0;65535;65535M", "Press@65534,65534"),
        (b"\x1b[<0;65536;1M\x1b[<0;99999999999;1M", ""),
        (b"\x1b[<0;1M\x1b[<0;1;1;1M\x1b[<;;M\x1b[<M", ""),
        (b"\x1b[M   q\x1b[31;1;1M", "q"),
    ]);
}

#[test]
fn an_unfinished_mouse_report_is_dropped() {
    check_silence(&[(b"\x1b[M", ""), (b"\x1b[M !", ""), (b"\x1b[<0;1", "")]);
    check(&[(b"\x1b[M \rq", "Enter q")]);
}

// ---- paste ----

#[test]
fn a_paste_is_one_input_on_one_line() {
    check(&[
        (b"\x1b[200~hello world\x1b[201~q", "paste(hello world) q"),
        (b"\x1b[200~a\nb\r\nc\td\n\n\ne\x1b[201~", "paste(a b c d e)"),
        (b"\x1b[200~\x1b[201~q", "q"),
        ("\x1b[200~h\u{202e}é\u{9b}l\u{2066}🦀\x1b[201~".as_bytes(), "paste(hél🦀)"),
        (b"\x1b[200~a\x00\x03\x7fb\xffc\xe6\x97\x1b[201~", "paste(abc)"),
    ]);
}

#[test]
fn sequences_in_a_paste_are_dropped_from_it() {
    check(&[
        (b"\x1b[200~a\x1b[31mb\x1b[0mc\x1b[201~", "paste(abc)"),
        (b"\x1b[200~a\x1b[200~b\x1b[201~", "paste(ab)"),
        (b"\x1b[200~a\x1b[2011~b\x1b[20~c\x1b[201;1~d\x1b[201~", "paste(abcd)"),
        (b"\x1b[200~a\x1b\x1b[201~", "paste(a)"),
        (b"\x1b[200~a\x1b[20\x1b[201~", "paste(a)"),
        (b"\x1b[200~a\x1b[\nb\x1bc\x1b[201~", "paste(a bc)"),
    ]);
}

#[test]
fn a_paste_without_end_is_what_came() {
    check_silence(&[
        (b"\x1b[200~abc", "paste(abc)"),
        (b"\x1b[200~abc\x1b", "paste(abc)"),
        (b"\x1b[200~abc\x1b[201", "paste(abc)"),
        (b"\x1b[200~", ""),
    ]);
}

#[test]
fn a_long_paste_is_cut_between_characters() {
    let mut decoder = Decoder::default();
    let text = format!("a{}", "é".repeat(PASTE_BYTES));
    let inputs = fed(&mut decoder, format!("\x1b[200~{text}\x1b[201~q").as_bytes());
    let kept = format!("a{}", "é".repeat((PASTE_BYTES - 1) / 2));
    assert_eq!(inputs, [Input::Paste(kept), Input::Key(Key::char('q'))]);
}

// ---- replies ----

#[test]
fn the_background_colour_comes_in_any_notation() {
    check(&[
        (b"\x1b]11;rgb:1a1a/1b1b/2626\x07", "background(1a1b26)"),
        (b"\x1b]11;rgb:1a1a/1b1b/2626\x1b\\", "background(1a1b26)"),
        (b"\x1b]11;rgb:1a/1b/26\x07", "background(1a1b26)"),
        (b"\x1b]11;rgb:f/0/8\x07", "background(ff0088)"),
        (b"\x1b]11;rgb:FFF/000/800\x07", "background(ff0080)"),
        (b"\x1b]11;rgba:1a1a/1b1b/2626/ffff\x07", "background(1a1b26)"),
        (b"\x1b]11;#1a1b26\x07\x1b]11;#fff\x07", "background(1a1b26) background(ffffff)"),
    ]);
}

#[test]
fn a_colour_that_is_none_is_still_no_typing() {
    check(&[
        (b"\x1b]11;?\x07\x1b]11;\x07\x1b]11\x07\x1b]\x07", "reply reply reply reply"),
        (b"\x1b]11;rgb:1/2\x07\x1b]11;rgb:1/2/3/4\x07", "reply reply"),
        (b"\x1b]11;rgb:12345/1/1\x07\x1b]11;rgb:+1/1/1\x07\x1b]11;rgb://\x07", "reply reply reply"),
        (b"\x1b]11;#\x07\x1b]11;#12345\x07\x1b]11;#\xff\xff\xff\x07", "reply reply reply"),
    ]);
}

#[test]
fn answers_are_never_typed() {
    check(&[
        (b"\x1b]10;rgb:ff/ff/ff\x07\x1b]12;#fff\x1b\\\x1b]4;1;rgb:1/1/1\x07", "reply reply reply"),
        // DA1 and its elder forms, DA2, DA3.
        (b"\x1b[?62;4;22c\x1b[?6c\x1b[?1;2c", "da1 da1 da1"),
        (b"\x1b[>0;276;0c\x1bP!|00000000\x1b\\", "reply reply"),
        // DECRPM, ANSI and private; DECRQSS; XTGETTCAP; XTVERSION.
        (b"\x1b[?2026;2$y\x1b[4;1$y\x1b[$yq", "reply reply reply q"),
        (b"\x1bP1$r0m\x1b\\\x1bP1+r524742=38\x1b\\\x1bP>|xterm(390)\x1b\\", "reply reply reply"),
        // Cursor position, also where F3 with Shift would look the same; status; window; colour scheme; kitty flags.
        (b"\x1b[24;80R\x1b[1;2R\x1b[?1;1;1R\x1b[0n", "reply reply reply reply"),
        (b"\x1b[8;24;80t\x1b[4;600;800t\x1b]ltitle\x1b\\", "reply reply reply"),
        (b"\x1b[?997;1n\x1b[?1u\x1b_Gi=31;OK\x1b\\", "reply reply reply"),
        (b"\x1b[I\x1b[O", "focus(true) focus(false)"),
        // One that stopped short of its end is dropped by whatever follows.
        (b"\x1b]11;rgb:\x1b[?6c", "da1"),
    ]);
    check_silence(&[(b"\x1b]11;rgb:1a1a/1b", ""), (b"\x1b[?2026;", ""), (b"\x1bP1$r\x1b", "")]);
}

#[test]
fn a_string_too_long_to_keep_is_one_answer() {
    let mut decoder = Decoder::default();
    let inputs = fed(&mut decoder, format!("\x1b]11;rgb:{}\x07q", "0".repeat(1 << 16)).as_bytes());
    assert_eq!(show(&inputs), "reply q");
}

// ---- bounds ----

#[test]
fn an_idle_decoder_is_small() {
    assert!(size_of::<Decoder>() <= 32, "{}", size_of::<Decoder>());
}

#[test]
fn what_never_ends_is_not_kept() {
    for (start, bound) in [
        (b"\x1b[200~".as_slice(), PASTE_BYTES),
        (b"\x1b]11;", crate::limits::STRING_BYTES),
        (b"\x1bP", crate::limits::STRING_BYTES),
        (b"\x1b[", crate::limits::CSI_BYTES),
        (b"\x1bO", crate::limits::CSI_BYTES),
        (b"\x1b[200~\x1b[", 0),
    ] {
        let (mut decoder, more) = (Decoder::default(), vec![b'1'; 1 << 16]);
        fed(&mut decoder, start);
        // 5 MiB.
        for _ in 0..80 {
            assert_eq!(fed(&mut decoder, &more), []);
            assert!(decoder.held() <= bound, "{}: {}", start.escape_ascii(), decoder.held());
        }
        waited(&mut decoder);
        assert_eq!(decoder.held(), 0);
        assert_eq!(show(&fed(&mut decoder, b"q")), "q");
    }
}

/// Bytes that lead into every corner, between bytes that lead anywhere.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let corners: &[&[u8]] = &[
        b"\x1b",
        b"\x1b[",
        b"\x1bO",
        b"\x1b]",
        b"\x1bP",
        b"\x1b_",
        b"\x1b\\",
        b"\x07",
        b"\x1b[200~",
        b"\x1b[201~",
        b"\x1b[M",
        b"\x1b[[",
        b"\x1b[<",
        b"\x1b[?",
        b";",
        b"1",
        b"27;",
        b"$",
        b":",
        b"A",
        b"~",
        b"u",
        b"R",
        b"c",
        b"m",
        b"\r",
        b"\n",
        b"\xc3",
        b"\xa9",
        b"\xf0\x9f",
        b"\xe2\x80\xae",
        b"]11;rgb:",
        b"ff/",
        b"q",
        b"\x03",
        b"\x7f",
    ];
    let piece = prop_oneof![
        4 => select(corners).prop_map(<[u8]>::to_vec),
        1 => proptest::collection::vec(any::<u8>(), 0..8),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Feeds the bytes cut at these places.
fn fed_split(decoder: &mut Decoder, bytes: &[u8], cuts: &[Index]) -> Vec<Input> {
    let mut cuts: Vec<_> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
    cuts.extend([0, bytes.len()]);
    cuts.sort_unstable();
    cuts.windows(2).flat_map(|cut| fed(decoder, &bytes[cut[0]..cut[1]])).collect()
}

fn cuts() -> impl Strategy<Value = Vec<Index>> {
    proptest::collection::vec(any::<Index>(), 0..12)
}

/// An answer as some terminal gives it.
fn reply() -> impl Strategy<Value = Vec<u8>> {
    let text = prop_oneof![
        "\\](4;[0-9]{1,3}|1[0-9]);(rgba?:[0-9a-f]{1,4}(/[0-9a-f]{1,4}){2,3}|#[0-9a-f]{6})",
        "\\][lL][ -~é日]{0,20}",
        "P[01][$+]r[0-9a-zA-Z=;]{0,20}",
        "P(!\\||>\\|)[ -~]{0,20}",
        "_G[a-z0-9=,;]{0,12}",
    ];
    let string = (text, select(&["\x07", "\x1b\\"][..])).prop_map(|(text, end)| format!("\x1b{text}{end}"));
    let sequence = prop_oneof![
        "\\[[?>=][0-9]{1,4}(;[0-9]{1,4}){0,8}[cnRuyStm]",
        "\\[\\??[0-9]{1,4};[0-4]\\$y",
        "\\[[0-9]{1,5};[0-9]{1,5}R",
        "\\[[0-9]{1,2}(;[0-9]{1,5}){0,2}t",
        "\\[[03]n",
        "\\[[IO]",
    ];
    prop_oneof![string, sequence.prop_map(|text| format!("\x1b{text}"))].prop_map(String::into_bytes)
}

proptest! {
    #[test]
    fn any_split_gives_the_same_inputs(bytes in bytes(), cuts in cuts()) {
        let (mut whole, mut split) = (Decoder::default(), Decoder::default());
        prop_assert_eq!(fed(&mut whole, &bytes), fed_split(&mut split, &bytes, &cuts));
        prop_assert_eq!(whole.patience(), split.patience());
        prop_assert_eq!(waited(&mut whole), waited(&mut split));
    }

    #[test]
    fn any_bytes_are_held_within_bounds_and_leave_the_keyboard_alive(
        bursts in proptest::collection::vec(bytes(), 1..4),
    ) {
        let mut decoder = Decoder::default();
        for burst in bursts {
            for byte in burst.chunks(1) {
                fed(&mut decoder, byte);
                prop_assert!(decoder.held() <= PASTE_BYTES);
            }
            waited(&mut decoder);
            prop_assert_eq!((decoder.held(), decoder.patience()), (0, None));
            prop_assert_eq!(show(&fed(&mut decoder, b"q")), "q");
        }
    }

    #[test]
    fn only_letters_are_keys_among_replies(
        pieces in proptest::collection::vec(prop_oneof![reply(), "[a-z]{1,3}".prop_map(String::into_bytes)], 0..12),
        cuts in cuts(),
    ) {
        let typed: String = pieces.iter().filter(|piece| piece[0] != 0x1b).flatten().copied().map(char::from).collect();
        let replies = pieces.iter().filter(|piece| piece[0] == 0x1b).count();
        let inputs = fed_split(&mut Decoder::default(), &pieces.concat(), &cuts);
        let keys: Vec<_> = inputs.iter().filter(|input| matches!(input, Input::Key(_))).cloned().collect();
        prop_assert_eq!(keys, typed.chars().map(|c| Input::Key(Key::char(c))).collect::<Vec<_>>());
        prop_assert_eq!(inputs.iter().filter(|input| matches!(input, Input::Reply(_))).count(), replies);
    }

    #[test]
    fn typed_text_arrives_as_it_was_typed(text in "\\PC{0,40}") {
        let shown = |c: &char| !paste::is_hidden(*c);
        let expected: Vec<_> = text.chars().filter(shown).map(|c| Input::Key(Key::char(c))).collect();
        prop_assert_eq!(fed(&mut Decoder::default(), text.as_bytes()), expected);
    }

    #[test]
    fn a_paste_never_types_and_never_hides_anything(bytes in bytes(), cuts in cuts()) {
        let mut decoder = Decoder::default();
        let until = bytes.windows(6).position(|six| six == b"\x1b[201~").unwrap_or(bytes.len());
        let pasted = [b"\x1b[200~", &bytes[..until], b"\x1b[201~q"].concat();
        let mut inputs = fed_split(&mut decoder, &pasted, &cuts);
        prop_assert_eq!(inputs.pop(), Some(Input::Key(Key::char('q'))));
        for input in inputs {
            let Input::Paste(text) = input else { panic!("{input:?}") };
            prop_assert!(!text.is_empty() && !text.chars().any(paste::is_hidden));
        }
    }
}
