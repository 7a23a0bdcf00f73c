//! Every bound in the program, with its unit and its reason. What can be configured starts from these values.

use std::{num::NonZeroU32, time::Duration};

use crate::gates::Startups;

// ---- the terminal ----

/// Cells: the widest terminal that is drawn; a wider one is drawn this wide. A client may claim 2^32 - 1.
pub const COLUMNS: u16 = 500;
/// Rows: the highest terminal that is drawn. 500 x 200 cells are 5 MB of working memory, shared by a thread.
pub const ROWS: u16 = 200;
/// Bytes: the longest text of one cell; a letter with more marks piled on it than that is drawn as `?`.
pub const GRAPHEME_BYTES: usize = 32;
/// Bytes: the longest address that is sent as a link, percent-encoding included. VTE, the strictest, takes 2083.
pub const LINK_BYTES: usize = 2048;
/// Bytes: the longest window title.
pub const TITLE_BYTES: usize = 128;
/// Bytes: the longest text that is offered to a clipboard. xterm and tmux take more, hterm stops at 100 kB encoded; what
/// is copied here is a page at most.
pub const CLIPBOARD_BYTES: usize = 8 * 1024;
/// Bytes that a thread's working memory for drawing keeps after a frame; a larger frame gives the rest back.
pub const SCRATCH_BYTES: usize = 64 * 1024;
/// Bytes of still frames that are kept for all visitors together: some hundred at 120x40. The ones used last are kept.
pub const STILLS_BYTES: usize = 512 * 1024;

// ---- input ----

/// How long a lone Escape waits for the rest of a sequence before it is the key: long enough for a sequence cut in two
/// by the network, short enough not to be felt.
pub const ESCAPE_WAIT: Duration = Duration::from_millis(50);
/// How long an unfinished control sequence or string may stay unfinished before typing works again.
pub const SEQUENCE_WAIT: Duration = Duration::from_secs(1);
/// Bytes: the longest control sequence (CSI) that is read; a longer one is dropped whole.
pub const CSI_BYTES: usize = 64;
/// Bytes: the longest control string (OSC, DCS, APC, PM, SOS) that is kept; the rest of a longer one is dropped.
pub const STRING_BYTES: usize = 1024;
/// Bytes: the longest paste that is kept; the rest is dropped.
pub const PASTE_BYTES: usize = 8 * 1024;

// ---- a session ----

/// Messages of raw input that may wait for a session; more is dropped, as a terminal would drop typing.
pub const INPUT_QUEUE: usize = 64;
/// Keys, clicks and pastes a second that are taken from one visitor; more is dropped. A held key repeats 30 to 60 times, a
/// wheel turns a few hundred times.
pub const INPUTS_A_SECOND: u32 = 500;
/// How many of them may come at once: type-ahead, or a paste by a terminal that does not bracket it.
pub const INPUTS_AT_ONCE: u32 = 500;
/// How long one write to a visitor may take before the visitor is taken for gone.
pub const WRITE_STALL: Duration = Duration::from_secs(30);
/// How long a visitor may sit without pressing a key.
pub const IDLE: Duration = Duration::from_mins(10);
/// How long before [`IDLE`] ends the visitor is told.
pub const IDLE_NOTICE: Duration = Duration::from_mins(1);
/// How long one visit may last.
pub const LIFE: Duration = Duration::from_hours(2);
/// How long a visitor's late terminal replies are drained on leaving, so that they do not reach their shell.
pub const DRAIN_REPLIES: Duration = Duration::from_millis(300);
/// Frames a second an animation is drawn at, at most.
pub const FRAMES_A_SECOND: u32 = 12;
/// How long the wire may take for a frame before the link counts as slow: two such frames in a row, and what moves on
/// the screen would lag behind the keys.
pub const SLOW_WRITE: Duration = Duration::from_millis(400);
/// Bytes printed line by line that may wait to be sent; what is typed beyond that is dropped.
pub const LINEAR_BYTES: usize = 64 * 1024;
/// How long before its end a visit that lasts too long is told so.
pub const LIFE_NOTICE: Duration = Duration::from_mins(1);
/// How often the figures of the colophon are renewed while they are on screen.
pub const VITALS: Duration = Duration::from_secs(1);
/// Places a visitor can go back to.
pub const HISTORY: usize = 32;
/// Characters of a search.
pub const QUERY: usize = 64;
/// Finds of a search that are shown.
pub const FINDS: usize = 50;

// ---- a command ----

/// Bytes: the longest command line; nothing that can be asked for needs a tenth of it.
pub const COMMAND_BYTES: usize = 4 * 1024;
/// Cells: the widths that text can be asked for. Narrower is one word a line, wider is no width at all.
pub const TEXT_COLUMNS: std::ops::RangeInclusive<usize> = 20..=500;
/// Cells: how wide text is set on a wider terminal, where nobody asks for a width; longer lines tire the eye.
pub const TEXT_WIDEST: usize = 88;
/// Cells: how wide text is set where no terminal says how wide it is.
pub const TEXT_USUAL: usize = 80;

// ---- the owner's files ----

/// Bytes: the largest data file or config file that is read; the whole of a long portfolio is a tenth of this.
pub const DATA_FILE_BYTES: u64 = 256 * 1024;
/// Entries of one folder of the data directory: more, and it is some other folder (a home, `/`), named by mistake.
pub const DATA_FILES: usize = 512;
/// Bytes: the owner's own resume. It stays in memory, once for all visitors; a resume of pages has less than a tenth.
pub const RESUME_BYTES: u64 = 8 * 1024 * 1024;
/// How often it is looked whether the owner has edited something; a look costs a `stat` a file.
pub const LOOK: Duration = Duration::from_secs(1);
/// How old a file must be for its time and size to vouch for its content: some file systems count in whole seconds.
pub const SETTLED: Duration = Duration::from_secs(2);

// ---- the portfolio as files ----

/// Bytes: the longest path; the longest there is has less than a tenth.
pub const FILE_PATH: usize = 1024;
/// Bytes of requests that may wait for one transfer. Clients ask ahead, for a whole file at once some (Paramiko), at
/// some 40 bytes for each 32 KiB: this is enough for 50 MB. More ends the transfer.
pub const FILE_REQUESTS: usize = 64 * 1024;
/// Bytes: the longest SFTP packet from a client, without its length. All servers must take 34,000
/// (draft-ietf-secsh-filexfer-02 section 3).
pub const SFTP_PACKET: u32 = 34_000;
/// Bytes of a file in one answer; a client that asks for more gets this much, which the protocol allows.
pub const SFTP_READ: u32 = 32 * 1024;
/// Bytes of names in one answer; the rest of a folder comes in the next.
pub const SFTP_NAMES: usize = 16 * 1024;
/// Files and folders that one transfer may have open at once.
pub const SFTP_HANDLES: usize = 16;
/// Bytes of a complaint that a client of the old `scp` protocol may send of us.
pub const SCP_COMPLAINT: usize = 1024;

// ---- an SSH connection ----

/// How long logging in may take, from the first byte. russh has no such deadline of its own.
pub const LOGIN: Duration = Duration::from_secs(15);
/// How much longer it may take once a client has begun the key exchange: at a first visit `ssh` then asks a person
/// whether the host key is right, and a person may go and compare it.
pub const FIRST_VISIT: Duration = Duration::from_secs(45);
/// Failed attempts to log in: agents with many keys offer them all, and there is nothing to guess here.
pub const AUTH_ATTEMPTS: usize = 20;
/// How long a connection may stand without a session: long enough for a client that shares one connection among several
/// windows to open the next, short enough not to be a free seat.
pub const LINGER: Duration = Duration::from_mins(1);
/// The same while the server closes: enough for the client to read the exit status and hang up by itself.
pub const LINGER_CLOSING: Duration = Duration::from_secs(1);
/// How much longer than a session ([`LIFE`]) its connection lives, so that the session ends first and says goodbye.
pub const LIFE_SLACK: Duration = Duration::from_mins(1);
/// Channels open on one connection at once.
pub const CHANNELS: usize = 10;
/// Channels opened on one connection in its life; russh keeps a little of each until the connection ends.
pub const CHANNELS_IN_A_LIFE: usize = 64;
/// Environment variables that are kept for one channel.
pub const ENV_COUNT: usize = 32;
/// Bytes: the longest name of an environment variable.
pub const ENV_NAME: usize = 64;
/// Bytes: the longest value of an environment variable.
pub const ENV_VALUE: usize = 256;
/// Characters that are kept of a user name, a TERM or a client's name.
pub const NAME: usize = 64;
/// Bytes of a connection's opening in the clear that are looked at: the version line is at most 255 (RFC 4253 section
/// 4.2), the lists of algorithms are 1 to 3 KiB in practice.
pub const HAIL_BYTES: usize = 16 * 1024;
/// Bytes: input is cut into messages of this size, so that [`INPUT_QUEUE`] bounds memory too: 64 KiB a session.
pub const INPUT_CHUNK: usize = 1024;
/// Bytes of input dropped at a full queue before the connection is taken for a flood.
pub const INPUT_DROPPED: usize = 4 * 1024 * 1024;
/// Bytes a client may send before it is granted more; a visitor types, nobody uploads. It also bounds what a stalled key
/// exchange may queue (twice this: russh `server/mod.rs`).
pub const WINDOW: u32 = 64 * 1024;
/// Bytes: the largest packet we ask for (RFC 4254 section 5.1 suggests it).
pub const PACKET: u32 = 32 * 1024;
/// Bytes: the smallest packet and the smallest window a client may insist on; with one byte a packet, every byte of a frame costs forty.
pub const SMALLEST_PACKET: usize = 256;
/// Messages russh may queue toward a channel's reader. We drop the reader, so this costs only its first block; what is
/// sent comes by calls of the handler.
pub const CHANNEL_QUEUE: usize = 16;
/// Messages that wait for russh to write them, a connection: few, so that a frame is not old when it is sent.
pub const EVENT_QUEUE: usize = 4;
/// Bytes of output in one such message; russh's write buffer keeps the size of its largest burst for ever.
pub const OUTPUT_CHUNK: usize = 8 * 1024;
/// How long the end of a channel (exit status, end of file, close) may take.
pub const FINISH: Duration = Duration::from_secs(5);
/// How often a silent client is asked whether it is there, at most. Later than [`LOGIN`] and [`FIRST_VISIT`] together:
/// OpenSSH takes the question for a protocol error while it logs in.
pub const KEEPALIVE: Duration = Duration::from_mins(1);
/// Questions without an answer after which a client is gone.
pub const KEEPALIVES: usize = 3;
/// How long russh may be stuck in one write or wait for a client that was told to go.
pub const INACTIVITY: Duration = Duration::from_mins(5);

// ---- the server ----

/// Connections at once, those before login included. Each takes a file descriptor, and [`CONNECTION_BYTES`] at worst.
pub const CONNECTIONS: usize = 2048;
/// Connections before login from which on new ones are dropped at random, percent dropped there, and connections at which
/// all are. A visitor needs a second to log in, so even a busy evening has a handful; those that wait are cheap.
pub const STARTUPS: Startups = Startups { start: 512, rate: 30, full: 1024 };
/// Connections of one address at once: an office, a school or a mobile network may stand behind one.
pub const PER_ADDRESS: usize = 32;
/// Connections of one address a minute; that many may come at once.
pub const PER_MINUTE: NonZeroU32 = NonZeroU32::new(60).expect("a number above zero");
/// How much of a penalty an address may gather before it is turned away: nobody is for a first slip.
pub const PENALTY_FROM: Duration = Duration::from_secs(15);
/// The longest an address is turned away for.
pub const PENALTY_MOST: Duration = Duration::from_mins(10);
/// Addresses that are remembered; with more, those that were not seen for the longest are forgotten. About 100 bytes each.
pub const ADDRESSES: usize = 16 * 1024;
/// Bytes a second a client may send; more is not read until later. A visitor types, nobody uploads, and each new key
/// exchange, which a client may ask for without end, takes some 3 KiB.
pub const INBOUND: u32 = 128 * 1024;
/// Bytes a client may send at once before [`INBOUND`] counts.
pub const INBOUND_BURST: u32 = 256 * 1024;
/// How long a trusted proxy may take to say who is behind it.
pub const PROXY_WAIT: Duration = Duration::from_secs(3);
/// Bytes: the longest PROXY header of version 2 after its first 16; addresses take 36, the rest is for what we do not read.
pub const PROXY_BYTES: usize = 2048;
/// Refused clients that are told so at once; the next ones are hung up on.
pub const FAREWELLS: usize = 64;
/// How long telling one may take.
pub const FAREWELL: Duration = Duration::from_secs(1);
/// Bytes of a refused client that are read and thrown away, so that the kernel does not throw away our sentence.
pub const FAREWELL_BYTES: usize = 16 * 1024;
/// How often each listener shows that it is alive.
pub const PULSE: Duration = Duration::from_secs(2);
/// Silence after which a listener is taken for dead: the watchdog is no longer fed, `/healthz` says so.
pub const PULSE_LOST: Duration = Duration::from_secs(15);
/// Connections that are a crowd: when half of them have left, their memory is given back. Fewer leave less than a MiB.
pub const CROWD: usize = 16;
/// How long half of a crowd must be gone for that: long enough that it does not come again at once, and that the work (some
/// milliseconds for a thousand visitors) is nothing.
pub const CROWD_GONE: Duration = Duration::from_secs(3);
/// Requests for metrics and health answered at once.
pub const HEALTH_REQUESTS: usize = 16;
/// How long one of them may take.
pub const HEALTH_WAIT: Duration = Duration::from_secs(2);
/// Bytes: the longest request; a scraper sends some hundred.
pub const HEALTH_BYTES: usize = 4 * 1024;
/// Connections the kernel keeps for us while we do not accept.
pub const BACKLOG: i32 = 1024;
/// How long accepting pauses when the system is out of descriptors or memory.
pub const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// How often the log says so: an exhaustion may last for hours.
pub const ACCEPT_WARNING: Duration = Duration::from_mins(1);
/// How long a peer may be silent before the kernel asks whether it is there, and between two such questions.
pub const TCP_KEEPALIVE: Duration = Duration::from_mins(1);
/// How long sent bytes may stay unacknowledged before the kernel drops the connection.
pub const TCP_USER_TIMEOUT: Duration = Duration::from_secs(30);
/// Bytes that the kernel takes for a connection before it has sent those before them. Without a bound it takes megabytes:
/// a slow visitor would see frames of minutes ago, and one who reads nothing would cost a megabyte of the kernel's memory.
pub const TCP_UNSENT: u32 = 16 * 1024;
/// Between telling visitors that the server closes and ending their sessions.
pub const CLOSING_NOTICE: Duration = Duration::from_secs(5);
/// Between the wish to stop and the end of the last connection.
pub const DRAIN: Duration = Duration::from_secs(9);
/// Bytes: the largest file that is read as a host key; an Ed25519 key has about 400.
pub const KEY_FILE_BYTES: u64 = 16 * 1024;

// ---- memory ----

/// Bytes: the most that one connection takes, whatever its client does, sessions apart: one packet of russh's largest
/// size (256 KiB and its frame, `cipher/mod.rs`), as much again as [`WINDOW`] twice for what a stalled key exchange may
/// queue, [`HAIL_BYTES`], and the rest of its state. A test fills connections and measures.
pub const CONNECTION_BYTES: usize = 512 * 1024;
/// Bytes: the most that one session takes on top: [`INPUT_QUEUE`] messages of [`INPUT_CHUNK`], a paste, what the terminal
/// shows, one frame on its way in [`EVENT_QUEUE`] chunks of [`OUTPUT_CHUNK`].
pub const SESSION_BYTES: usize = 512 * 1024;
