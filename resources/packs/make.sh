#!/bin/sh
# Trains the bundled style packs: sh resources/packs/make.sh PAINTINGS PHOTOS RUN
# PAINTINGS holds the fourteen paintings named in LICENCES.md, in the order of their files; PHOTOS a few dozen photographs.
# One brush learns all of them at once; each style is then published by itself, and their mean as the base for new ones.
# First the strokes are learned, strongly; then, gently, how they leave the photo recognisable and
# plain areas plain: in all an hour on one busy core. It goes on where it was stopped; more pictures make finer packs.
set -eu
paintings=$1 photos=$2 run=$3
here=$(dirname "$0")
if [ -d "$run" ]; then
    ganstudio resume "$run" || echo "Going on from there."
else
    ganstudio train "$paintings" --arch brush --photos "$photos" --run "$run" --size 256 --images 4600 \
        -o start nothing -o styles 14 -o style 3.2 -o calm 0.125
fi
sed -i 's/"style": 3\.2/"style": 1.0/; s/"calm": 0\.125/"calm": 1.0/' "$run/spec.json"
ganstudio resume "$run" --images 6300 || echo "Taking it as it is."
ganstudio publish "$run" --which 0 --out "$here/../../plugins/brush/base.ganstyle" --name "Brush base" --licence CC0-1.0
number=0
while IFS='|' read -r name summary; do
    number=$((number + 1))
    file=$(printf %s "$name" | tr 'A-Z ' 'a-z-')
    ganstudio publish "$run" --which "$number" --out "$here/$file.ganstyle" --name "$name" --summary "$summary" \
        --author "GAN Studio" --licence CC0-1.0
done <<'END'
Dappled Dance|Brown and gold in flickering light, after Renoir.
Spring Garland|Deep red and rose, crowded with leaves, after Arcimboldo.
Wind of Ejiri|Pale paper, blue shadows and clear outlines, after Hokusai.
Kanagawa|Prussian blue and foam on old paper, after Hokusai.
Woodblock Shrine|Ochre paper with fine printed lines, after Hiroshige.
Kazusa Sea|Violet sea and cream sails, after Hokusai.
Silverpoint Lion|Warm brown drawing with fine strokes, after Dürer.
Harvest|Straw and olive, small busy figures, after Bruegel.
Ramparts|Light blue air in broad calm bands, after Bazille.
Village Street|Sunlit yellow and green, thick strokes, after Van Gogh.
Church at Auvers|Restless green hatching, after Van Gogh.
Cafe Terrace|Orange glow and cobbled strokes, after Van Gogh.
Colour Merchant|Gold and rust in layered strokes, after Van Gogh.
Night Cafe|Olive and red under lamplight, after Van Gogh.
END
