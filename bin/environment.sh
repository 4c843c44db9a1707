# Read by bin/start and bin/test: finds a Python, makes `.venv` and keeps it as the lock file says.
# Wants `root` to be the repository's root.

say() {
    printf '%s\n' "$*" >&2
}

# Prints the first Python that is new enough; 3.11 first, because that is the one the tests run on.
find_python() {
    found=
    for candidate in python3.11 python3.12 python3.13 python3.14 python3 python; do
        version=$("$candidate" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return 0
        fi
        found="$found $candidate is $version;"
    done
    say "Ratewright needs Python 3.11 or newer. Found:${found:- no Python at all.}"
    return 1
}

# The words a stamp must hold for the environment to be in order.
stamp_of() {
    printf '%s\n' "$root"
    cat "$root/pyproject.toml" "$@" | cksum
}

# make_environment NAME LOCK [MORE LOCKS]: brings `.venv` to what LOCK says, unless its stamp shows that it is.
# MORE LOCKS are fulfilled by LOCK; a change in one of them is looked at too.
make_environment() {
    name=$1
    lock=$2
    shift
    wanted=$(stamp_of "$@")
    stamp="$root/.venv/$name.stamp"
    if [ -x "$root/.venv/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
        return 0
    fi

    for old in "$root"/.venv/*.stamp; do
        if [ -f "$old" ] && [ "$(head -n 1 "$old")" != "$root" ]; then
            say "The folder was moved: making .venv anew."
            rm -rf "$root/.venv"
            break
        fi
    done
    if ! "$root/.venv/bin/python" -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$(find_python) || return 1
        if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
            version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
            say "$python cannot make environments; on Debian and Ubuntu this line cures it:"
            say "    sudo apt-get install -y python$version-venv"
            return 1
        fi
        say "Making .venv with $python …"
        "$python" -m venv --clear "$root/.venv" || return 1
    fi
    say "Installing what requirements/$(basename "$lock") names; this happens once …"
    rm -f "$root"/.venv/*.stamp
    export PIP_DISABLE_PIP_VERSION_CHECK=1
    "$root/.venv/bin/python" -m pip install --quiet --requirement "$lock" &&
        "$root/.venv/bin/python" -m pip install --quiet --no-deps --no-build-isolation --editable "$root" || {
        say "Not everything could be installed; the reason stands above. Starting again goes on from here."
        return 1
    }
    printf '%s\n' "$wanted" >"$stamp"
}
