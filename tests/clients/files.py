"""Takes files as Python programs do: Paramiko and asyncssh against a server whose port is the only argument.

WinSCP and the like ask in the same way: everything ahead, and by name.
"""

import asyncio
import stat
import sys
import tempfile
from pathlib import Path

import asyncssh
import paramiko

PORT = int(sys.argv[1])


def look(sftp: paramiko.SFTPClient) -> bytes:
    """Lists, reads, and is refused whatever would change something; returns the resume."""
    names = sftp.listdir()
    assert {"README.txt", "resume.md", "systems"} <= set(names), names
    assert stat.S_ISDIR(sftp.stat("systems").st_mode)
    assert sftp.normalize("systems/../..") == "/"
    for system in sftp.listdir_attr("systems"):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / system.filename
            # `get` asks for the whole file ahead and compares sizes.
            sftp.get(f"systems/{system.filename}", str(copy))
            assert copy.stat().st_size == system.st_size
    changes = [
        lambda: sftp.put(__file__, "new"),
        lambda: sftp.open("resume.md", "a"),
        lambda: sftp.remove("resume.md"),
        lambda: sftp.rename("resume.md", "other"),
        lambda: sftp.mkdir("folder"),
        lambda: sftp.rmdir("systems"),
        lambda: sftp.symlink("resume.md", "other"),
        lambda: sftp.chmod("resume.md", 0o777),
        lambda: sftp.truncate("resume.md", 0),
    ]
    for change in changes:
        try:
            change()
        except PermissionError:
            continue
        raise AssertionError("something was changed")
    for missing in ["nothing", "../../etc/passwd", "systems/../../etc/passwd"]:
        try:
            sftp.stat(missing)
        except FileNotFoundError:
            continue
        raise AssertionError(f"{missing} is there")
    with sftp.open("resume.md", "rb") as file:
        file.prefetch()
        resume = file.read()
    with sftp.open("resume.md", "rb") as file:
        assert file.readv([(10, 5), (0, 4)]).__next__() == resume[10:15]
    return resume


def with_paramiko() -> bytes:
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    client.connect(
        "127.0.0.1", PORT, username="x", password="x", allow_agent=False, look_for_keys=False, timeout=10
    )
    resume = look(client.open_sftp())
    client.close()

    transport = paramiko.Transport(("127.0.0.1", PORT))
    transport.start_client(timeout=10)
    assert transport.auth_none("x") == []
    assert look(paramiko.SFTPClient.from_transport(transport)) == resume
    transport.close()

    transport = paramiko.Transport(("127.0.0.1", PORT))
    transport.start_client(timeout=10)
    transport.auth_interactive("x", lambda *_: [])
    transport.close()
    return resume


async def with_asyncssh() -> bytes:
    options = {"known_hosts": None, "username": "x", "client_keys": None, "config": None}
    async with asyncssh.connect("127.0.0.1", PORT, **options) as connection:
        async with connection.start_sftp_client() as sftp:
            with tempfile.TemporaryDirectory() as folder:
                await sftp.get(["resume.md", "systems"], folder, recurse=True)
                names = {path.name for path in (Path(folder) / "systems").iterdir()}
                assert names == set(await sftp.listdir("systems")) - {".", ".."}, names
                resume = (Path(folder) / "resume.md").read_bytes()
            assert await sftp.glob("systems/*.txt")
            try:
                await sftp.put(__file__, "new")
            except asyncssh.SFTPPermissionDenied:
                pass
            else:
                raise AssertionError("something was put")
        with tempfile.TemporaryDirectory() as folder:
            await asyncssh.scp((connection, "systems"), folder, recurse=True)
            assert {path.name for path in (Path(folder) / "systems").iterdir()} == names
    return resume


def main() -> None:
    resume = with_paramiko()
    assert asyncio.run(asyncio.wait_for(with_asyncssh(), 30)) == resume
    print(f"{len(resume)} bytes of resume.md, the same from both")


main()
