#!/usr/bin/env bash
# Moves this machine's own sshd from port 22 to another one, in two steps, so that nobody is locked out on the way.
set -euo pipefail

usage() {
    cat <<'USAGE'
Moves sshd from port 22 to another port. Without a step it only says what it would do.

  move-sshd.sh [--port 2200]     say what would be done
  move-sshd.sh --apply           first step: sshd listens on both ports
  move-sshd.sh --free-22         second step: sshd listens on the new port only
  move-sshd.sh --undo            everything as it was

  --port PORT         the new port [default: 2200]
  --from PORT         the port to leave [default: 22]
  --open-firewall     with --apply: let the new port through ufw or firewalld, too
  --without-login     with --free-22: from a session that did not come over the new port
  --root DIR          work on the files under DIR

sshd judges every change (sshd -t, sshd -T) before it is told to take it; a step whose ports do not answer afterwards is
taken back. Sessions that are open stay open.
USAGE
}

step=plan port='' from=22 root='' open_firewall=no without_login=no
while [ $# -gt 0 ]; do
    case $1 in
        --apply) step=apply ;;
        --free-22) step=free ;;
        --undo) step=undo ;;
        --port) port=${2-} && shift ;;
        --from) from=${2-} && shift ;;
        --root) root=${2-} && shift ;;
        --open-firewall) open_firewall=yes ;;
        --without-login) without_login=yes ;;
        -h | --help) usage && exit 0 ;;
        *) usage >&2 && exit 2 ;;
    esac
    shift || { usage >&2 && exit 2; }
done

say() { printf '%s\n' "$*"; }
# One sentence, and one that says what to do.
fail() {
    printf 'error: %s\n' "$1" >&2
    [ $# -lt 2 ] || printf 'hint: %s\n' "$2" >&2
    exit 1
}

config=$root/etc/ssh/sshd_config
drop_in=$config.d/10-moved-port.conf
generator=$root/usr/lib/systemd/system-generators/sshd-socket-generator
mark='#move-sshd# '
me="$0${root:+ --root $root}"
[ "$from" = 22 ] || me="$me --from $from"

is_port() { [[ $1 =~ ^[1-9][0-9]{0,4}$ ]] && [ "$1" -le 65535 ]; }

# ---- what is there ----

[ "$(id -u)" = 0 ] || fail "only root may ask sshd for its settings and change them" "run it with sudo"
sshd=$(PATH=$PATH:/usr/sbin:/usr/local/sbin command -v sshd) ||
    fail "there is no sshd on this machine" "then nothing stands on port $from that would have to move"
[ -f "$config" ] || fail "there is no $config" "where is the config that sshd reads?"
command -v ss >/dev/null || fail "there is no ss here, so nobody can tell which ports are in use" "install iproute2"
command -v systemctl >/dev/null || fail "there is no systemctl here" "without systemd, add the port to $config by hand"

# The port of an earlier --apply counts where none is named.
moved=$(sed -n 's/^# new port: //p' "$drop_in" 2>/dev/null || true)
port=${port:-${moved:-2200}}
is_port "$port" || fail "$port is no port" "a port is a number from 1 to 65535"
is_port "$from" || fail "$from is no port" "a port is a number from 1 to 65535"
[ "$port" != "$from" ] || fail "sshd is to leave port $from and cannot move to it" "name another one with --port"

# Who holds the listening sockets: a socket unit that starts sshd, or sshd itself.
socket='' service=''
for unit in ssh sshd; do
    if systemctl is-active --quiet "$unit.socket"; then socket=$unit.socket service=$unit.service; fi
done
for unit in ssh sshd; do
    if [ -z "$service" ] && systemctl is-active --quiet "$unit.service"; then service=$unit.service; fi
done
[ -n "$service" ] || fail "systemd runs neither ssh.socket nor ssh.service (nor sshd.*)" "start sshd first: systemctl start ssh"
# Since Ubuntu 24.04 a generator makes the socket unit's addresses of sshd_config; before, they are the unit's own.
socket_drop_in=''
if [ -n "$socket" ] && [ ! -x "$generator" ]; then socket_drop_in=$root/etc/systemd/system/$socket.d/90-moved-port.conf; fi

# ---- what sshd makes of a config ----

# ADDRESS:PORT of every listener, as sshd itself reads a config; what it complains about stays on stderr.
listeners() {
    "$sshd" -T -f "$1" -C "user=root,host=localhost,addr=127.0.0.1,laddr=127.0.0.1,lport=$from" |
        sed -n 's/^listenaddress //p' | sort
}
# The same with lines in front, without touching the config: `Port` and `ListenAddress` add up wherever they stand.
listeners_with() {
    local wrapper
    wrapper=$(mktemp)
    printf '%s\nInclude %s\n' "$1" "$config" >"$wrapper"
    listeners "$wrapper" || true
    rm -f "$wrapper"
}
only() { grep ":$1\$" || true; }
except() { grep -v ":$1\$" || true; }
with_new_port() { { cat "$1"; only "$from" <"$1" | sed "s/:$from\$/:$port/"; } | sort -u; }

# The listeners of the socket unit, in the same form.
socket_listeners() { systemctl show "$socket" --property=Listen | sed -n 's/^Listen=\(.*\) (Stream)$/\1/p'; }

# ---- what the network says ----

# Whether an SSH server answers at ADDRESS:PORT; the address of all is asked for at loopback.
answers() {
    local host=${1%:*} line=''
    host=${host#[} host=${host%]}
    case $host in 0.0.0.0) host=127.0.0.1 ;; :: | '*') host=::1 ;; esac
    # In a process of its own: a refused connection must end that and not this.
    # shellcheck disable=SC2016 # the inner shell expands its own words
    line=$(timeout 5 bash -c 'exec 3<>"/dev/tcp/$0/$1" && IFS= read -r line <&3 && printf %s "$line"' "$host" "${1##*:}" 2>/dev/null) || true
    [[ $line == SSH-2.0-* ]]
}
all_answer_now() {
    local address
    while read -r address; do answers "$address" || return 1; done <<<"$1"
}
# Waits until all of these answer, ten seconds at most.
all_answer() {
    local tries
    for ((tries = 0; tries < 20; tries++)); do
        if all_answer_now "$1"; then return 0; fi
        sleep 0.5
    done
    return 1
}
# Waits until nobody listens on a port any more; until then it is the sshd of before that answers.
left() {
    local tries
    for ((tries = 0; tries < 20; tries++)); do
        if ! taken "$1"; then return 0; fi
        sleep 0.5
    done
    return 1
}
taken() { [ -n "$(ss -Htln "sport = :$1")" ]; }
# Whether this very session came in over a port: one of the processes it stands on was told so by sshd. (sudo does not
# hand SSH_CONNECTION on, so its own word is not enough.)
came_over() {
    local pid=$$
    while [ "$pid" -gt 1 ]; do
        if tr '\0' '\n' <"/proc/$pid/environ" | grep -q "^SSH_CONNECTION=.* $1\$"; then return 0; fi
        pid=$(sed 's/.*) . \([0-9]*\) .*/\1/' "/proc/$pid/stat")
    done 2>/dev/null
    return 1
}

# ---- acting ----

write() {
    mkdir -p "$(dirname "$1")"
    printf '%s\n' "$2" >"$1"
    chmod 644 "$1"
}
# Tells sshd to read its config. A reload replaces the listening sockets and leaves sessions alone; so does the stop of the
# service, whose unit kills only the listener (KillMode=process). A socket does not start while its service runs.
take_over() {
    systemctl daemon-reload
    if [ -n "$socket" ]; then
        systemctl stop "$socket" "$service"
        systemctl start "$socket"
    else
        systemctl reload "$service"
    fi
}
# Files as they are now, to be put back: the two drop-ins, and the marks in what others wrote.
remember() {
    before=$(cat "$drop_in" 2>/dev/null || true)
    socket_before=$([ -z "$socket_drop_in" ] || cat "$socket_drop_in" 2>/dev/null || true)
}
put_back() {
    if [ -n "$before" ]; then write "$drop_in" "$before"; else rm -f "$drop_in"; fi
    if [ -n "$socket_drop_in" ]; then
        if [ -n "$socket_before" ]; then write "$socket_drop_in" "$socket_before"; else rm -f "$socket_drop_in"; fi
    fi
    unmark
}
give_up() {
    put_back
    if [ "${1-}" = told ]; then
        shift
        take_over || true
        all_answer "$expected_before" || fail "$1, and what was put back does not answer either" "keep this session open, and look: systemctl status $service; journalctl -u $service"
    fi
    fail "$1; everything is as it was before" "${2-}"
}
files() { printf '%s\n' "$config" "$config".d/*.conf; }
# Lines that others wrote and that name the old port: commented out with a mark, and with the mark taken away again.
mark_old() {
    files | while read -r file; do
        sed --follow-symlinks -E -i "s/^[[:space:]]*(Port[[:space:]=]+$from|ListenAddress[[:space:]=]+[^#]*:$from)[[:space:]]*(#.*)?$/$mark&/I" "$file"
    done
}
unmark() { files | while read -r file; do if grep -q "^$mark" "$file" 2>/dev/null; then sed --follow-symlinks -i "s/^$mark//" "$file"; fi; done; }

drop_in_text() {
    printf '%s\n' "# Written by move-sshd.sh: sshd moves from port $from to another one; \`move-sshd.sh --undo\` takes this away." \
        "# new port: $port" "$1"
}

# The lines that add the new port to every address of the old one and change nothing else, or none.
lines_that_add() {
    local old=$1 wanted candidate
    wanted=$(with_new_port "$old")
    while IFS= read -r -d '' candidate; do
        # Without -u: an address that is listed twice would be bound twice.
        if [ "$(listeners_with "$candidate" 2>/dev/null)" = "$wanted" ]; then
            printf '%s' "$candidate"
            return
        fi
    done < <(
        printf 'Port %s\0' "$port"
        { sed 's/.*:/Port /' "$old"; printf 'Port %s\n' "$port"; } | sort -u | sed -z '$s/\n$//'
        printf '\0'
        only "$from" <"$old" | sed "s/^/ListenAddress /; s/:$from\$/:$port/" | sed -z '$s/\n$//'
        printf '\0'
    )
}

firewall() {
    local how=''
    if command -v ufw >/dev/null && ufw status | grep -q '^Status: active'; then
        ufw status | grep -Eq "^$port(/tcp)?[[:space:]].*ALLOW" || how="ufw allow $port/tcp"
    elif command -v firewall-cmd >/dev/null && firewall-cmd --state >/dev/null 2>&1; then
        firewall-cmd --query-port="$port/tcp" >/dev/null || how="firewall-cmd --permanent --add-port=$port/tcp && firewall-cmd --reload"
    elif command -v nft >/dev/null && nft list ruleset 2>/dev/null | grep -q 'hook input.*policy drop'; then
        say "note: nftables drops what it does not know: add \`tcp dport $port accept\` to its input chain"
    fi
    if [ -n "$how" ] && [ "$open_firewall" = yes ] && [ "$step" = apply ]; then
        say "firewall: $how"
        bash -c "$how"
    elif [ -n "$how" ]; then
        say "note: the firewall of this machine does not let port $port through: $how (or --open-firewall)"
    fi
    say "note: a firewall of your provider, outside this machine, is opened there and nowhere else"
}
# With SELinux sshd may bind only ports of the type ssh_port_t.
selinux() {
    [ "$(getenforce 2>/dev/null || true)" = Enforcing ] || return 0
    if ! command -v semanage >/dev/null; then
        fail "SELinux is on, and without semanage nobody can tell whether sshd may use port $port" "install policycoreutils-python-utils"
    fi
    semanage port -l | grep '^ssh_port_t' | grep -Eq "[ ,]$port(,|\$)" ||
        fail "SELinux does not let sshd use port $port" "semanage port -a -t ssh_port_t -p tcp $port"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A session that breaks off must not leave a step half done.
trap '' HUP
# Where a socket unit starts sshd, its directory may not be there until somebody has come.
missing=$("$sshd" -t -f "$config" 2>&1 | sed -n 's/^Missing privilege separation directory: //p' || true)
[ -z "$missing" ] || install -d -m 755 "$missing"
listeners "$config" >"$work/now" 2>"$work/said" ||
    fail "sshd does not take its own config: $(head -n 1 "$work/said")" "put $config right first: $sshd -t -f $config"
if [ -n "$socket_drop_in" ]; then socket_listeners >"$work/socket"; else cp "$work/now" "$work/socket"; fi
expected_before=$(cat "$work/socket")

case $step in
plan | apply)
    if [ -n "$moved" ]; then
        [ "$moved" = "$port" ] || fail "sshd is on its way to port $moved already" "$me --undo comes first"
        if all_answer "$(only "$port" <"$work/socket")"; then
            say "sshd listens on port $port already. The second step: $me --free-22. Back: $me --undo"
            exit 0
        fi
        fail "$drop_in is there, and port $port does not answer" "take it back: $me --undo"
    fi
    [ -n "$(only "$from" <"$work/socket")" ] || fail "sshd does not listen on port $from" "it is free already; see: sshd -T | grep listenaddress"
    if taken "$port"; then fail "port $port is in use" "see who: ss -tlnp 'sport = :$port'; or name another one with --port"; fi
    selinux
    lines=$(lines_that_add "$work/now")
    [ -n "$lines" ] || fail "no line adds port $port to what $config says" "add it there by hand; sshd -T | grep listenaddress shows what counts"
    socket_lines=''
    if [ -n "$socket_drop_in" ]; then
        socket_lines=$(printf '[Socket]\n' && only "$from" <"$work/socket" | sed "s/^/ListenStream=/; s/:$from\$/:$port/")
    fi

    say "sshd of $service${socket:+, started by $socket,} listens on:"
    sed 's/^/    /' "$work/socket"
    say "it is to listen on port $port, too, with this in $drop_in:"
    say "    ${lines//$'\n'/$'\n'    }"
    if [ -n "$socket_drop_in" ]; then
        say "and this in $socket_drop_in:"
        say "    ${socket_lines//$'\n'/$'\n'    }"
    fi
    firewall
    if [ "$step" = plan ]; then
        say "nothing was changed. The first step: $me --port $port --apply"
        exit 0
    fi

    remember
    write "$drop_in" "$(drop_in_text "$lines")"
    if ! "$sshd" -t -f "$config" 2>"$work/said"; then give_up "sshd refuses the new port: $(head -n 1 "$work/said")"; fi
    [ "$(listeners "$config")" = "$(with_new_port "$work/now")" ] ||
        give_up "sshd does not read $config.d" "put this line at the top of $config: Include $config.d/*.conf"
    if [ -n "$socket_drop_in" ]; then write "$socket_drop_in" "$socket_lines"; fi
    take_over || give_up told "systemd could not hand the new port to sshd" "journalctl -u $service"
    all_answer "$(with_new_port "$work/socket")" || give_up told "no SSH server answers on port $port" "is something in the way? journalctl -u $service"
    say "sshd answers on port $from and on port $port."
    say "Now log in over the new port from a second terminal, and keep this one open: ssh -p $port …"
    say "When that works, in that second terminal: $me --free-22"
    say "Back: $me --undo"
    ;;

free)
    [ -n "$moved" ] || fail "sshd was not moved by this script" "the first step comes first: $me --apply"
    [ "$moved" = "$port" ] || fail "sshd has moved to port $moved, not $port" "leave --port away"
    [ -n "$(only "$from" <"$work/socket")" ] || { say "port $from is free already. Back: $me --undo" && exit 0; }
    all_answer "$(only "$port" <"$work/socket")" || fail "no SSH server answers on port $port, so port $from stays" "take it back: $me --undo"
    if [ "$without_login" = no ] && ! came_over "$port"; then
        fail "this session did not come over port $port, so nobody knows that it works from outside" "log in with ssh -p $port, and run this there"
    fi

    remember
    wanted=$(except "$from" <"$work/now")
    write "$drop_in" "$(grep -v "^Port $from\$" "$drop_in")"
    if [ "$(listeners "$config")" != "$wanted" ]; then mark_old; fi
    if ! "$sshd" -t -f "$config" 2>"$work/said"; then give_up "sshd refuses to leave port $from: $(head -n 1 "$work/said")"; fi
    [ "$(listeners "$config")" = "$wanted" ] ||
        give_up "sshd would still listen on port $from" "a line of $config or of what it includes says so; take it out by hand"
    if [ -n "$socket_drop_in" ]; then
        write "$socket_drop_in" "$(printf '[Socket]\nListenStream=\n' && except "$from" <"$work/socket" | sed 's/^/ListenStream=/')"
    fi
    take_over || give_up told "systemd could not take port $from from sshd" "journalctl -u $service"
    left "$from" || give_up told "something still listens on port $from" "see who: ss -tlnp 'sport = :$from'"
    all_answer "$(except "$from" <"$work/socket")" || give_up told "port $port stopped answering" "journalctl -u $service"
    say "port $from is free; sshd answers on port $port. Sessions that were open stay open."
    say "Back: $me --undo"
    ;;

undo)
    [ -n "$moved" ] || fail "sshd was not moved by this script" "there is nothing to take back"
    if [ -z "$(only "$from" <"$work/socket")" ] && taken "$from"; then
        fail "something else listens on port $from by now" "stop it first (systemctl stop shingle), or see who it is: ss -tlnp 'sport = :$from'"
    fi
    remember
    rm -f "$drop_in" ${socket_drop_in:+"$socket_drop_in"}
    unmark
    "$sshd" -t -f "$config" 2>"$work/said" || {
        write "$drop_in" "$before"
        fail "without the moved port sshd does not take its config: $(head -n 1 "$work/said")" "put $config right first"
    }
    take_over || fail "systemd could not hand port $from back to sshd" "keep this session open, and look: journalctl -u $service"
    if [ -n "$socket_drop_in" ]; then socket_listeners >"$work/socket"; else listeners "$config" >"$work/socket"; fi
    left "$port" || fail "port $port is still in use, although sshd was told to leave it" "systemctl restart ${socket:-$service}"
    all_answer "$(cat "$work/socket")" || fail "sshd does not answer where it should" "keep this session open, and look: journalctl -u $service"
    say "sshd listens as before:"
    sed 's/^/    /' "$work/socket"
    ;;
esac
