"""Shuts a freshly forked process in: own namespaces, empty scratch folders, limits, no way up.

Linux only; the calls that Python's `os` lacks are made through the C library. Sources:
unshare(2), user_namespaces(7), seccomp(2), capabilities(7).
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import platform
import resource
import signal
import socket
import struct

NEWNS, NEWIPC, NEWUSER, NEWPID = 0x00020000, 0x08000000, 0x10000000, 0x20000000
NEWNET = 0x40000000
ALL_NEW = NEWNS | NEWIPC | NEWUSER | NEWPID | NEWNET | 0x02000000 | 0x04000000
MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 0x1000, 0x4000, 0x40000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, PR_CAPBSET_DROP = (
    1,
    4,
    22,
    38,
    24,
)
HOME = "/home/student"

_libc = ctypes.CDLL(None, use_errno=True)


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def _write(path: str, text: str) -> None:
    """Write to a file of the kernel's. A file object of Python's would touch pages that forks share."""
    file = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(file, text.encode("ascii"))
    finally:
        os.close(file)


def become_worker(uid: int) -> None:
    """Shut this process off from others in the same sandbox: a user and a network of its own, no rights.

    Limits on processes count by user, and what two submissions may not share is what a namespace of
    the sandbox would let them: its network, whose addresses and sockets' names one could take or
    listen at. Whoever is not root is the same user in each worker and has no right to give up.
    """
    os.setsid()  # on a busy machine, Linux gives each session its share of the processors
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    set_dumpable(True)
    enter_namespaces(NEWUSER | NEWNET | NEWIPC)
    _bring_up_loopback()
    drop_capabilities()
    set_dumpable(False)
    die_with_parent()  # last: a change of rights takes it back


def _bring_up_loopback() -> None:
    """Let a new network's one device be used, as it can be anywhere. Source: netdevice(7)."""
    get_flags, set_flags, up = 0x8913, 0x8914, 1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = fcntl.ioctl(any_socket, get_flags, struct.pack("16sH14x", b"lo", 0))
        (flags,) = struct.unpack_from("16xH", request)
        fcntl.ioctl(any_socket, set_flags, struct.pack("16sH14x", b"lo", flags | up))


def enter_namespaces(kinds: int = NEWUSER | NEWPID | NEWNS | NEWIPC) -> None:
    """Give this process namespaces of its own; of processes (pid) it is its next child that has one."""
    uid, gid = os.getuid(), os.getgid()
    _check(_libc.unshare(kinds), "unshare")
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {uid} 1"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        _write(f"/proc/self/{name}", text)


def mount_scratch(disk_bytes: int) -> None:
    """Lay empty, limited scratch folders over /tmp, /dev/shm and the home; a fresh /proc if allowed."""
    _check(_libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None), "mount /")
    options = f"size={disk_bytes},nr_inodes=20000,mode=0700".encode()
    for path in (b"/tmp", b"/dev/shm", HOME.encode()):
        _check(
            _libc.mount(b"tmpfs", path, b"tmpfs", MS_NOSUID | MS_NODEV, options), f"mount {path!r}"
        )
    # A shared mapping of /dev/zero is memory that no process's size shows; see refuse_system_calls.
    _libc.mount(b"/dev/null", b"/dev/zero", None, MS_BIND, None)
    # Refused where an outer /proc is covered in part; then the outer one stays, without rights in it.
    _libc.mount(b"proc", b"/proc", b"proc", MS_NOSUID | MS_NODEV | 8, None)
    _write("/proc/sys/user/max_user_namespaces", "0")


def drop_capabilities() -> None:
    """Give up every capability, also those that a program started later could gain."""
    for capability in range(64):
        if _libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            break
    header = struct.pack("Ii", 0x20080522, 0)
    _check(_libc.capset(header, struct.pack("6I", 0, 0, 0, 0, 0, 0)), "capset")
    _check(_libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends."""
    _check(_libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0), "pdeathsig")


def set_dumpable(value: bool) -> None:
    """Open or close this process's memory and descriptors to others of the same user."""
    _check(_libc.prctl(PR_SET_DUMPABLE, int(value), 0, 0, 0), "dumpable")


def be_killed_first() -> None:
    """Have the kernel end this process and its children before others when memory runs out."""
    with contextlib.suppress(OSError):
        _write("/proc/self/oom_score_adj", "1000")


def set_limits(limits: dict[str, int]) -> None:
    """Set the limits that hold for each process: memory, CPU seconds, processes, files."""
    wanted = {
        resource.RLIMIT_AS: limits["memory_bytes"],
        resource.RLIMIT_CPU: limits["cpu_seconds"],
        resource.RLIMIT_NPROC: limits["processes"],
        resource.RLIMIT_NOFILE: limits["files"],
        resource.RLIMIT_FSIZE: limits["disk_bytes"],
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_MEMLOCK: 0,
    }
    for kind, value in wanted.items():
        _, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        # The CPU limit first sends a signal that tells this death from others, then kills.
        most = value + 2 if kind == resource.RLIMIT_CPU else value
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, most))


# ------------------------------------------------------------------ system calls refused

# name: (number on x86_64, number on aarch64)
REFUSED = {
    "ptrace": (101, 117), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41),
    "chroot": (161, 51), "unshare": (272, 97), "setns": (308, 268), "add_key": (248, 217),
    "request_key": (249, 218), "keyctl": (250, 219), "bpf": (321, 280), "perf_event_open": (298, 241),
    "userfaultfd": (323, 282), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "kexec_load": (246, 104),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "open_tree": (428, 428),
    "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432),
    "fspick": (433, 433), "mount_setattr": (442, 442), "quotactl": (179, 60), "syslog": (103, 116),
    "personality": (135, 92), "shmget": (29, 194), "msgget": (68, 186), "semget": (64, 190),
    "pidfd_getfd": (438, 438), "kcmp": (312, 272), "fanotify_init": (300, 262),
    "inotify_init1": (294, 26), "io_setup": (206, 0), "vmsplice": (278, 75),
    "kexec_file_load": (320, 294), "quotactl_fd": (443, 443),
    "inotify_init": (253, None), "modify_ldt": (154, None),
    # These send whatever signal one names, later and to oneself.
    "timer_create": (222, 107), "mq_notify": (244, 184),
}  # fmt: skip
KILL, TGKILL = (62, 129), (234, 131)
# tkill, rt_sigqueueinfo, rt_tgsigqueueinfo, pidfd_send_signal; what they take stands second or third.
OTHER_KILLS = (((200, 130), 1), ((129, 138), 1), ((297, 240), 2), ((424, 424), 1))
SIGKILL = 9
CLONE, CLONE3, SOCKET, MMAP, FCNTL = (56, 220), (435, 435), (41, 198), (9, 222), (72, 25)
SETRLIMIT, PRLIMIT = (160, 164), (302, 261)
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
FAMILIES = (1, 2, 10)  # AF_UNIX, AF_INET, AF_INET6; a virtual machine's AF_VSOCK has no namespace

LOAD, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_SET, RETURN, AND = 0x20, 0x15, 0x35, 0x45, 0x06, 0x54
# MAP_SHARED | MAP_ANONYMOUS: such memory stays when it is dropped from every process's size.
SHARED_ANONYMOUS = 0x21
# F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW: a file can have locks without number, each of which
# takes memory of the kernel's. They are said to be granted; nobody else has these files.
LOCKS = (6, 7, 37, 38)
F_SETSIG = 10  # the same for what a file's news would send, which could be SIGKILL
ALLOW = 0x7FFF0000
X32_BIT = 0x40000000


def _refuse(number: int) -> int:
    return 0x00050000 | number


def filter_program(machine: str) -> bytes | None:
    """Return the seccomp program for a machine, or None where its call numbers are not known."""
    if machine not in MACHINES:
        return None
    column, architecture = MACHINES[machine]
    one = struct.Struct("HBBI")
    steps = [
        one.pack(LOAD, 0, 0, 4),
        one.pack(JUMP_EQUAL, 1, 0, architecture),
        one.pack(RETURN, 0, 0, _refuse(errno.EPERM)),
        one.pack(LOAD, 0, 0, 0),
        one.pack(JUMP_AT_LEAST, 0, 1, X32_BIT),
        one.pack(RETURN, 0, 0, _refuse(errno.EPERM)),
    ]
    for numbers in REFUSED.values():
        number = numbers[column]
        if number is not None:
            steps += [
                one.pack(JUMP_EQUAL, 0, 1, number),
                one.pack(RETURN, 0, 0, _refuse(errno.EPERM)),
            ]
    # glibc falls back to clone, whose flags can be looked at, when clone3 seems not to exist.
    steps += [
        one.pack(JUMP_EQUAL, 0, 1, CLONE3[column]),
        one.pack(RETURN, 0, 0, _refuse(errno.ENOSYS)),
    ]
    steps += [
        one.pack(JUMP_EQUAL, 0, 6, CLONE[column]),
        one.pack(LOAD, 0, 0, 16),
        one.pack(JUMP_SET, 2, 0, ALL_NEW),
        one.pack(AND, 0, 0, 0xFF),  # the signal that tells the parent of the child's end
        one.pack(JUMP_EQUAL, 0, 1, SIGKILL),
        one.pack(RETURN, 0, 0, _refuse(errno.EPERM)),
        one.pack(RETURN, 0, 0, ALLOW),
    ]
    steps += _no_kill_of_the_runner(one, column) + _no_limit_of_its_own(one, column)
    steps += [
        one.pack(JUMP_EQUAL, 0, 5, MMAP[column]),
        one.pack(LOAD, 0, 0, 16 + 3 * 8),
        one.pack(AND, 0, 0, SHARED_ANONYMOUS),
        one.pack(JUMP_EQUAL, 0, 1, SHARED_ANONYMOUS),
        one.pack(RETURN, 0, 0, _refuse(errno.EPERM)),
        one.pack(RETURN, 0, 0, ALLOW),
    ]
    steps += [one.pack(JUMP_EQUAL, 0, len(LOCKS) + 4, FCNTL[column]), one.pack(LOAD, 0, 0, 24)]
    for i, lock in enumerate((*LOCKS, F_SETSIG)):
        steps.append(one.pack(JUMP_EQUAL, len(LOCKS) + 1 - i, 0, lock))
    steps += [one.pack(RETURN, 0, 0, ALLOW), one.pack(RETURN, 0, 0, _refuse(0))]
    steps += [one.pack(JUMP_EQUAL, 0, len(FAMILIES) + 2, SOCKET[column]), one.pack(LOAD, 0, 0, 16)]
    for i, family in enumerate(FAMILIES):
        steps.append(one.pack(JUMP_EQUAL, len(FAMILIES) - i, 0, family))
    steps += [one.pack(RETURN, 0, 0, _refuse(errno.EAFNOSUPPORT)), one.pack(RETURN, 0, 0, ALLOW)]
    return b"".join(steps)


def _no_kill_of_the_runner(one: struct.Struct, column: int) -> list[bytes]:
    """Return the steps that refuse SIGKILL to the runner, process 2 of its namespace, and to groups.

    A runner that SIGKILL ends was then ended from outside, and not by its own code. Processes that
    a notebook starts itself can still be killed.
    """
    steps = []
    for numbers, signal_at in ((KILL, 1), (TGKILL, 2)):
        steps += [
            one.pack(JUMP_EQUAL, 0, 8, numbers[column]),
            one.pack(LOAD, 0, 0, 16 + 8 * signal_at),
            one.pack(JUMP_EQUAL, 1, 0, SIGKILL),
            one.pack(RETURN, 0, 0, ALLOW),
            one.pack(LOAD, 0, 0, 16),
            one.pack(JUMP_AT_LEAST, 1, 0, 0x80000000),  # a negative number: a group, or all
            one.pack(JUMP_AT_LEAST, 1, 0, 3),
            one.pack(RETURN, 0, 0, _refuse(errno.EPERM)),
            one.pack(RETURN, 0, 0, ALLOW),
        ]
    for numbers, signal_at in OTHER_KILLS:
        steps += [
            one.pack(JUMP_EQUAL, 0, 4, numbers[column]),
            one.pack(LOAD, 0, 0, 16 + 8 * signal_at),
            one.pack(JUMP_EQUAL, 0, 1, SIGKILL),
            one.pack(RETURN, 0, 0, _refuse(errno.EPERM)),
            one.pack(RETURN, 0, 0, ALLOW),
        ]
    return steps


def _no_limit_of_its_own(one: struct.Struct, column: int) -> list[bytes]:
    """Return the steps that refuse a new limit on CPU seconds, at which the kernel sends SIGKILL."""
    return [
        one.pack(JUMP_EQUAL, 0, 4, SETRLIMIT[column]),
        one.pack(LOAD, 0, 0, 16),
        one.pack(JUMP_EQUAL, 0, 1, resource.RLIMIT_CPU),
        one.pack(RETURN, 0, 0, _refuse(errno.EPERM)),
        one.pack(RETURN, 0, 0, ALLOW),
        one.pack(JUMP_EQUAL, 0, 9, PRLIMIT[column]),
        one.pack(LOAD, 0, 0, 24),
        one.pack(JUMP_EQUAL, 1, 0, resource.RLIMIT_CPU),
        one.pack(RETURN, 0, 0, ALLOW),
        one.pack(LOAD, 0, 0, 32),  # no new limit, the limits are asked for
        one.pack(JUMP_EQUAL, 0, 2, 0),
        one.pack(LOAD, 0, 0, 36),
        one.pack(JUMP_EQUAL, 1, 0, 0),
        one.pack(RETURN, 0, 0, _refuse(errno.EPERM)),
        one.pack(RETURN, 0, 0, ALLOW),
    ]


def refuse_system_calls() -> None:
    """Refuse, from here on, the system calls that no exercise needs and attacks begin with."""
    program = filter_program(platform.machine())
    if program is None:
        return
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    holder = ctypes.create_string_buffer(header, len(header))
    _check(_libc.prctl(PR_SET_SECCOMP, 2, holder, 0, 0), "seccomp")
