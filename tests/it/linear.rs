//! Linear mode from outside: who gets it, that not one escape is sent, and the way there from the screen and back.

use crate::support::{Guest, TestServer, Visitor, portfolio};

/// A visitor who has read to the first prompt.
async fn reader(server: &TestServer, guest: Guest) -> Visitor {
    let mut visitor = Visitor::come(server, guest).await;
    visitor.wait_for("Choice").await;
    visitor
}

#[tokio::test]
async fn a_terminal_without_escapes_and_the_name_plain_read_line_by_line() {
    let server = TestServer::start();
    for (user, term) in [("guest", "dumb"), ("guest", ""), ("plain", "xterm-256color")] {
        let mut visitor = reader(&server, Guest { user, term, ..Guest::default() }).await;
        visitor.keys("edel<enter>").await;
        visitor.wait_for("system 4 of 8").await;
        assert!(!visitor.bytes.contains(&0x1b), "an escape for {user} on {term:?}");
        assert!(!visitor.terminal.screen().alternate_screen());
        let bare = visitor.bytes.windows(2).any(|pair| pair[1] == b'\n' && pair[0] != b'\r');
        assert!(!bare, "a bare LF only goes down");
        visitor.keys("q<enter>").await;
        let left = visitor.closed().await;
        assert_eq!(left.status, Some(0));
        assert!(left.text.contains("come back with"), "{}", left.text);
    }
}

#[tokio::test]
async fn a_key_leads_from_the_screen_to_plain_text_and_a_word_back() {
    let server = TestServer::start();
    let mut visitor = Visitor::enter(&server).await;
    visitor.keys("2A").await;
    visitor.wait_for("Choice").await;
    assert!(!visitor.terminal.screen().alternate_screen() && !visitor.terminal.screen().hide_cursor());
    assert!(visitor.text().contains(&format!("[1] {}", portfolio().systems[0].name)), "{}", visitor.text());
    visitor.keys("2<enter>").await;
    visitor.wait_for("system 2 of 8").await;
    visitor.keys("screen<enter>").await;
    visitor.read_until("the screen", |visitor| visitor.terminal.screen().alternate_screen()).await;
    visitor.wait_for("[ 2 of 8 ]").await;
    assert_eq!(visitor.quit().await.status, Some(0));
}

#[tokio::test]
async fn the_figures_of_the_connection_are_true_when_they_are_told() {
    let server = TestServer::start();
    let mut visitor = reader(&server, Guest { term: "dumb", ..Guest::default() }).await;
    visitor.keys("about<enter>").await;
    visitor.wait_for("sessions now: 1").await;
    visitor.keys("<ctrl-c>").await;
    assert_eq!(visitor.closed().await.status, Some(0));
}

#[tokio::test]
async fn the_command_plain_on_a_terminal_reads_line_by_line() {
    let server = TestServer::start();
    let visitor = Visitor::enter(&server).await;
    let channel = visitor.handle.channel_open_session().await.unwrap();
    channel.request_pty(true, "xterm-256color", 80, 60, 0, 0, &[]).await.unwrap();
    channel.exec(true, "plain edel").await.unwrap();
    let mut reader = Visitor::on(visitor.handle, channel, (80, 60));
    reader.wait_for("system 4 of 8").await;
    assert!(!reader.bytes.contains(&0x1b));
    reader.keys("q<enter>").await;
    assert_eq!(reader.closed().await.status, Some(0));
}

#[tokio::test]
async fn typing_far_ahead_does_not_pile_up_pages() {
    let server = TestServer::start();
    let mut visitor = reader(&server, Guest { term: "dumb", ..Guest::default() }).await;
    visitor.keys(&"<enter>".repeat(3000)).await;
    visitor.keys("<ctrl-c>").await;
    visitor.keys("<ctrl-c>").await;
    assert_eq!(visitor.closed().await.status, Some(0));
}
