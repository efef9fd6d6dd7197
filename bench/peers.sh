#!/usr/bin/env bash
# Installs the servers that Postern is measured beside: peers.sh FOLDER PEER…
# From Debian and PyPI only; nothing is started. What is there already is left as it is.
set -euo pipefail
folder=$1
shift

# Debian starts a service as soon as it is installed, unless this file says no.
debian() {
  local missing=() package policy=/usr/sbin/policy-rc.d made=
  for package in "$@"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
  done
  (( ${#missing[@]} )) || return 0
  if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    made=$policy
  fi
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install -qq -y --no-install-recommends "${missing[@]}" </dev/null >/dev/null
  [[ -z $made ]] || rm "$made"
}

# python NAME PACKAGE…: a virtual environment of that name.
python() {
  local name=$1
  shift
  [[ -x $folder/$name/bin/gunicorn ]] && return 0
  debian python3-venv
  python3 -m venv "$folder/$name"
  "$folder/$name/bin/pip" -q install gunicorn "$@"
}

mkdir -p "$folder"
for peer in "$@"; do
  case $peer in
    glewlwyd) debian glewlwyd dbconfig-sqlite3 ;;
    django) python django 'django-oauth-toolkit==3.*' 'django<6' ;;
    authlib) python authlib 'authlib==1.*' flask flask-sqlalchemy ;;
    invenio)
      debian redis-server
      python invenio 'invenio-oauth2server==6.*' invenio-theme invenio-mail six redis
      ;;
    *)
      printf 'peers.sh: there is no peer "%s"; there are glewlwyd, django, authlib and invenio.\n' "$peer" >&2
      exit 2
      ;;
  esac
done
