/**
 * Programs of CodeBuild's images that change the machine they run on. Builds run on somebody's own machine here: `sudo` keeps
 * the user, and package managers install nothing. What a package is for counts as installed when this machine has it.
 */
export const machineScripts: Readonly<Record<string, string>> = Object.fromEntries([
  ['sudo', sudo()],
  ...['apk', 'apt', 'apt-get', 'dnf', 'microdnf', 'yum'].map((name) => [name, packageManager()]),
]);

/** Commands of a CodeBuild image run as root, where sudo changes nothing. */
function sudo(): string {
  return String.raw`#!/bin/sh
while [ $# -gt 0 ]; do
  case $1 in
    -u | -g | -h | -p | -C | -r | -t | -U) shift ;;
    --) shift; break ;;
    -*) ;;
    *) break ;;
  esac
  [ $# -gt 0 ] && shift
done
[ $# -gt 0 ] || exit 0
exec env "$@"
`;
}

function packageManager(): string {
  return String.raw`#!/bin/sh
name=$(basename "$0")
action=
packages=
skip=
for word in "$@"; do
  if [ -n "$skip" ]; then skip=; continue; fi
  case $word in
    -o | -t | -c | -X | -p | --repository | --virtual | --target-release | --enablerepo | --disablerepo) skip=1 ;;
    -*) ;;
    *) if [ -z "$action" ]; then action=$word; else packages="$packages $word"; fi ;;
  esac
done

# Whether this machine has what a package is installed for: the package, a program of its name, or the program it is known for.
present() {
  package=$(printf '%s' "$1" | sed 's/[=<>~:@].*//')
  command -v "$package" > /dev/null 2>&1 && return 0
  dpkg-query -W -f '${'$'}{db:Status-Status}' "$package" 2> /dev/null | grep -qx installed && return 0
  rpm -q "$package" > /dev/null 2>&1 && return 0
  /sbin/apk info -e "$package" > /dev/null 2>&1 && return 0
  case $package in
    apt-transport-https | ca-certificates | epel-release | software-properties-common) return 0 ;;
    awscli) program=aws ;;
    build-base | build-essential | gcc-c++) program=cc ;;
    default-jdk* | java-*-devel | openjdk*-jdk*) program=javac ;;
    default-mysql-client | mysql-client | mariadb-client) program=mysql ;;
    docker.io | docker-ce* | docker-cli | moby-*) program=docker ;;
    gettext*) program=envsubst ;;
    gnupg*) program=gpg ;;
    golang*) program=go ;;
    maven) program=mvn ;;
    nodejs*) program=node ;;
    openssh-client*) program=ssh ;;
    postgresql*) program=psql ;;
    py3-pip | python3-pip | python-pip) program=pip3 ;;
    python3-venv | python3-dev*) program=python3 ;;
    *) return 1 ;;
  esac
  command -v "$program" > /dev/null 2>&1
}

case $action in
  install | reinstall | add | localinstall | groupinstall)
    missing=
    for package in $packages; do present "$package" || missing="$missing $package"; done
    if [ -z "$missing" ]; then
      echo "$name $action: this machine has$packages; builds install nothing on it."
      exit 0
    fi
    echo "$name $action: this machine does not have$missing. Builds run on your own machine, and install nothing on it: install$missing yourself, or remove the command from the buildspec." >&2
    exit 100
    ;;
  update | upgrade | dist-upgrade | full-upgrade | check-update | makecache | clean | autoclean | autoremove | remove | purge | erase | del)
    echo "$name $action: nothing is done, builds use the programs of this machine as they are."
    exit 0
    ;;
esac
here=$(cd "$(dirname "$0")" && pwd)
PATH=$(printf '%s' "$PATH" | tr ':' '\n' | grep -vxF "$here" | paste -s -d : -)
export PATH
exec "$name" "$@"
`;
}
