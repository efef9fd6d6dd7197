#!/usr/bin/env bash
# Puts a program that was built into a Debian package: packaging/deb.sh PROGRAM FOLDER
#
# The same program from the same commit gives the same package, byte for byte: every time in it is the commit's.
set -euo pipefail
umask 022
program=$(realpath "$1")
target=$(realpath "$2")
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root

SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat -c %Y CHANGELOG.md)}
export SOURCE_DATE_EPOCH
# The version stands in the program; everything else asks it.
version=$("$program" --version)-1
version=${version#postern }
architecture=$(dpkg --print-architecture)
maintainer="${DEBFULLNAME:-The Postern authors} <${DEBEMAIL:-postern@localhost}>"

# put FOLDER FILE…: files that everybody may read.
put() {
  local folder=$root$1
  shift
  install -d "$folder"
  install -m 0644 "$@" "$folder"
}

install -D -m 0755 "$program" "$root/usr/bin/postern"
put /usr/share/postern/themes themes/*.json5
put /etc/postern packaging/config.json5
put /lib/systemd/system packaging/systemd/*

for page in man/*.[1-9]; do
  put "/usr/share/man/man${page##*.}" "$page"
done
gzip -9n "$root"/usr/share/man/man*/*

# What each shell loads by itself when a command line of postern is completed.
completion() {
  install -d "$root$(dirname "$2")"
  "$program" completion "$1" >"$root$2"
}
completion bash /usr/share/bash-completion/completions/postern
completion zsh /usr/share/zsh/vendor-completions/_postern
completion fish /usr/share/fish/vendor_completions.d/postern.fish

documents=$root/usr/share/doc/postern
put /usr/share/doc/postern README.md
put /usr/share/doc/postern/docs docs/*.md docs/openapi.json
gzip -9n <CHANGELOG.md >"$documents/changelog.gz"
# The licence as it is, in the form of Debian's copyright file: a blank before each line, a dot for an empty one.
sed -n '/^Permission/,$p' LICENSE | fold -s -w 78 | sed 's/ *$//; s/^$/./; s/^/ /' >"$work/licence"
sed -e "/@LICENCE@/{r $work/licence" -e 'd}' packaging/debian/copyright >"$documents/copyright"
printf 'postern (%s) unstable; urgency=medium\n\n  * The changes are told in changelog.gz.\n\n -- %s  %s\n' \
  "$version" "$maintainer" "$(date -uR -d "@$SOURCE_DATE_EPOCH")" | gzip -9n >"$documents/changelog.Debian.gz"
put /usr/share/lintian/overrides packaging/debian/lintian-overrides
mv "$root/usr/share/lintian/overrides/lintian-overrides" "$root/usr/share/lintian/overrides/postern"

# The libraries that the program needs, and from which version on, as Debian's own packages find them out.
mkdir -p "$work/debian"
touch "$work/debian/control"
libraries=$(cd "$work" && dpkg-shlibdeps -O -e"$root/usr/bin/postern" 2>"$work/messages") \
  || { cat "$work/messages" >&2; exit 1; }
libraries=${libraries#shlibs:Depends=}

install -d "$root/DEBIAN"
size=$(du -k -s --apparent-size --exclude=DEBIAN "$root" | cut -f 1)
sed -e "s/@VERSION@/$version/; s/@ARCHITECTURE@/$architecture/; s/@SIZE@/$size/" \
  -e "s/@MAINTAINER@/$maintainer/; s/@LIBRARIES@/$libraries/" packaging/debian/control >"$root/DEBIAN/control"
echo /etc/postern/config.json5 >"$root/DEBIAN/conffiles"
install -m 0755 packaging/debian/{postinst,prerm,postrm} "$root/DEBIAN"
(cd "$root" && find . -path ./DEBIAN -prune -o -path ./etc -prune -o -type f -printf '%P\0' | LC_ALL=C sort -z \
  | xargs -0 md5sum >DEBIAN/md5sums)

package=$target/postern_${version}_$architecture.deb
dpkg-deb --root-owner-group --threads-max=1 -Zxz --build "$root" "$package" >/dev/null
printf '%s\n' "$package"
