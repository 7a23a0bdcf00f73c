//! The owner's edits while visitors are in: a good one is on screen at once, a bad one only the owner reads of.

use std::{fs, sync::Arc};

use russh::{
    client,
    keys::{PrivateKey, PrivateKeyWithHashAlg},
};
use shingle::{
    reload::{self, Folder},
    ssh::Owners,
};
use tokio::sync::{mpsc, oneshot};

use crate::support::{Client, TestServer, Visitor};

/// A key of the owner's; the same in every run.
fn key() -> PrivateKey {
    let seed: [u8; 32] = *b"a key for tests, which opens no1";
    russh::keys::ssh_key::private::Ed25519Keypair::from_seed(&seed).into()
}

async fn owner(server: &TestServer) -> Visitor {
    let mut handle = client::connect(Arc::default(), server.address, Client).await.unwrap();
    let signer = PrivateKeyWithHashAlg::new(Arc::new(key()), None);
    assert!(handle.authenticate_publickey("owner", signer).await.unwrap().success());
    let channel = handle.channel_open_session().await.unwrap();
    channel.request_pty(true, "xterm", 80, 24, 0, 0, &[]).await.unwrap();
    channel.request_shell(true).await.unwrap();
    let mut owner = Visitor::on(handle, channel, (80, 24));
    owner.sees_a_screen().await;
    owner
}

#[tokio::test]
async fn a_good_edit_is_on_screen_and_a_bad_one_is_a_word_to_the_owner() {
    let data = tempfile::tempdir().unwrap();
    let profile = data.path().join("profile.toml");
    let good = include_str!("../../data/profile.toml");
    fs::write(&profile, good).unwrap();
    let (folder, portfolio) = Folder::open(data.path()).unwrap();

    let server =
        TestServer::with(|config| config.owners = Owners::parse(&key().public_key().to_openssh().unwrap()).unwrap());
    server.portfolio.send_replace(Arc::new(portfolio));
    let (ask, asks) = mpsc::channel::<oneshot::Sender<()>>(1);
    let following = tokio::spawn(reload::follow(folder, server.portfolio.clone(), server.keeper.clone(), asks));
    let (mut owner, mut guest) = (owner(&server).await, Visitor::enter(&server).await);

    fs::write(&profile, "name = \"half").unwrap();
    owner.wait_for("Your last edit is not shown").await;
    assert_eq!(server.keeper.snapshot().bad_edits, 1);

    let name = good.lines().find(|line| line.starts_with("name = ")).unwrap();
    fs::write(&profile, good.replace(name, "name = \"Ada Example\"")).unwrap();
    guest.wait_for("Ada Example").await;
    assert!(!String::from_utf8_lossy(&guest.bytes).contains("Your last edit"), "a guest reads of it");
    owner.read_until("no more word", |owner| !owner.text().contains("Your last edit")).await;
    assert_eq!(server.keeper.snapshot().good_edits, 1);

    let (answer, answered) = oneshot::channel();
    ask.send(answer).await.unwrap();
    answered.await.unwrap();
    following.abort();
    assert_eq!(guest.quit().await.status, Some(0));
}
