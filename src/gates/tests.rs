//! The gates as a list: what stops whom, in which order, and that everything is given back.

use std::net::Ipv4Addr;

use super::*;

fn gates(change: impl FnOnce(&mut GateLimits)) -> Arc<Gates> {
    let mut limits = GateLimits::default();
    change(&mut limits);
    Arc::new(Gates::new(limits))
}

fn address(last: u8) -> IpAddr {
    Ipv4Addr::new(203, 0, 113, last).into()
}

fn come(gates: &Arc<Gates>, from: u8, now: Instant) -> Result<Ticket, Gate> {
    let mut ticket = gates.knock()?;
    ticket.admit(Some(address(from)), now, 99)?;
    Ok(ticket)
}

#[test]
fn a_full_server_says_so_and_has_room_again() {
    let (gates, now) = (gates(|limits| limits.connections = 2), Instant::now());
    let first = come(&gates, 1, now).unwrap();
    let _second = come(&gates, 2, now).unwrap();
    assert_eq!(come(&gates, 3, now).unwrap_err(), Gate::Full);
    drop(first);
    assert!(come(&gates, 3, now).is_ok());
}

#[test]
fn one_address_has_so_many_connections_and_the_others_do_not_notice() {
    let (gates, now) = (gates(|limits| limits.per_address = 2), Instant::now());
    let first = come(&gates, 1, now).unwrap();
    let _second = come(&gates, 1, now).unwrap();
    assert_eq!(come(&gates, 1, now).unwrap_err(), Gate::Address);
    assert!(come(&gates, 2, now).is_ok());
    drop(first);
    assert!(come(&gates, 1, now).is_ok());
}

#[test]
fn one_address_comes_so_often_a_minute() {
    let (gates, now) = (gates(|limits| limits.per_minute = NonZeroU32::new(10).unwrap()), Instant::now());
    let came = (0..100).filter(|_| come(&gates, 1, now).is_ok()).count();
    assert_eq!(came, 10);
    assert_eq!(come(&gates, 1, now).unwrap_err(), Gate::Rate);
    assert!(come(&gates, 2, now).is_ok());
    assert!(come(&gates, 1, now + Duration::from_secs(6)).is_ok());
}

#[test]
fn connections_before_login_are_dropped_at_random_and_logging_in_makes_room() {
    let startups = Startups { start: 2, rate: 50, full: 4 };
    let (gates, now) = (gates(|limits| limits.startups = startups), Instant::now());
    let mut first = come(&gates, 1, now).unwrap();
    let _second = come(&gates, 2, now).unwrap();
    let mut unlucky = gates.knock().unwrap();
    assert_eq!(unlucky.admit(Some(address(3)), now, 10), Err(Gate::Startups));
    assert!(come(&gates, 3, now).is_ok(), "lucky");
    first.entered();
    assert_eq!(unlucky.admit(Some(address(3)), now, 10), Ok(()));
    assert_eq!(gates.figures().before_login, 2);
}

#[test]
fn who_misbehaves_is_turned_away_for_a_while_and_nobody_else() {
    let (gates, now) = (gates(|_| {}), Instant::now());
    for _ in 0..2 {
        come(&gates, 1, now).unwrap().offended(Offence::Grace, now);
    }
    assert_eq!(come(&gates, 1, now).unwrap_err(), Gate::Penalty);
    assert!(come(&gates, 2, now).is_ok());
    assert!(come(&gates, 1, now + Duration::from_secs(20)).is_ok());
}

#[test]
fn loopback_is_no_exception() {
    let (gates, now) = (gates(|limits| limits.per_address = 1), Instant::now());
    let mut first = gates.knock().unwrap();
    first.admit(Some(Ipv4Addr::LOCALHOST.into()), now, 0).unwrap();
    let mut second = gates.knock().unwrap();
    assert_eq!(second.admit(Some(Ipv4Addr::LOCALHOST.into()), now, 0), Err(Gate::Address));
}

#[test]
fn a_proxy_that_speaks_for_nobody_is_not_counted_as_an_address() {
    let (gates, now) = (gates(|limits| limits.per_address = 1), Instant::now());
    let mut checks: Vec<Ticket> = (0..5).map(|_| gates.knock().unwrap()).collect();
    assert!(checks.iter_mut().all(|check| check.admit(None, now, 0).is_ok()));
    assert_eq!(gates.figures().before_login, 5);
}

#[test]
fn everything_is_given_back_and_every_refusal_counted() {
    let (gates, now) = (gates(|limits| limits.per_address = 1), Instant::now());
    let mut first = come(&gates, 1, now).unwrap();
    first.entered();
    first.entered();
    assert!(come(&gates, 1, now).is_err());
    drop(first);
    let figures = gates.figures();
    assert_eq!((figures.open, figures.before_login), (0, 0));
    let refused: Vec<_> = figures.refused.iter().filter(|(_, count)| *count > 0).collect();
    assert_eq!(refused, [&(Gate::Address, 1)]);
}

#[test]
fn the_gates_can_be_moved_while_people_are_in() {
    let (gates, now) = (gates(|_| {}), Instant::now());
    let _first = come(&gates, 1, now).unwrap();
    gates.set(GateLimits { connections: 1, ..GateLimits::default() });
    assert_eq!(come(&gates, 2, now).unwrap_err(), Gate::Full);
}
