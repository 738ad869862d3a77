#!/bin/sh
# Trains the bundled style packs: sh resources/packs/make.sh PAINTINGS PHOTOS RUNS [PICTURES]
# PAINTINGS holds the files named in packs.csv; PHOTOS a few dozen photographs. Each pack is a training of its own in a
# folder of RUNS, from the brush's base; it goes on where it was stopped. More PICTURES than 250 make finer packs.
# The base is Village Street, learned from nothing: -o start nothing --images 1200.
set -eu
paintings=$1 photos=$2 runs=$3 pictures=${4:-250}
here=$(dirname "$0")
mkdir -p "$runs"
python3 -c 'import csv, sys
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
    print(row["painting"], row["name"], row["summary"], row["options"], row["brushwork"], sep="|")' "$here/packs.csv" |
while IFS='|' read -r painting name summary options brushwork; do
    slug=$(printf %s "$name" | tr 'A-Z ' 'a-z-')
    if [ -d "$runs/$slug" ]; then
        ganstudio resume "$runs/$slug" --images "$pictures" || echo "Taking it as it is."
    else
        ganstudio train "$paintings/$painting" --arch brush --photos "$photos" --run "$runs/$slug" --size 256 --images "$pictures" \
            $options  # several words
    fi
    ganstudio publish "$runs/$slug" --out "$here/$slug.ganstyle" --name "$name" --summary "$summary" \
        --brushwork "$brushwork" --author "GAN Studio" --licence CC0-1.0
done
