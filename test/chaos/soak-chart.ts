// A soak's memory as a picture.
import type { Sample } from "./soak-sample.ts";

const WIDTH = 860;
const HEIGHT = 340;
const LEFT = 56;
const RIGHT = 16;
const TOP = 40;
const BOTTOM = 44;
const MB = 1 << 20;

interface Line {
  readonly name: string;
  readonly colour: string;
  readonly dash: string;
  of(sample: Sample): number;
}

const LINES: readonly Line[] = [
  { name: "resident", colour: "#8a6d3b", dash: "6 3", of: ({ rss }) => rss / MB },
  { name: "heap after a collection", colour: "#1f6feb", dash: "", of: ({ heap }) => heap / MB },
];

/** 1, 2 or 5 times a power of ten, so that about `parts` steps reach `most`. */
function step(most: number, parts: number): number {
  const rough = most / parts;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5, 10].find((times) => times * power >= rough) ?? 10) * power;
}

export function chart(samples: readonly Sample[], title: string): string {
  const seconds = Math.max(1, samples.at(-1)?.at ?? 1);
  const most = Math.max(1, ...samples.flatMap((sample) => LINES.map((line) => line.of(sample)))) * 1.1;
  const x = (at: number): number => LEFT + (at / seconds) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number => HEIGHT - BOTTOM - (value / most) * (HEIGHT - TOP - BOTTOM);
  const out = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<title>Memory over time: ${title}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${LEFT}" y="18" font-size="14" fill="#222">${title}</text>`,
  ];
  const rise = step(most, 5);
  for (let value = 0; value <= most; value += rise) {
    const at = y(value).toFixed(1);
    out.push(`<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at}" y2="${at}" stroke="#ddd"/>`);
    out.push(`<text x="${LEFT - 6}" y="${Number(at) + 4}" text-anchor="end" fill="#555">${value}</text>`);
  }
  const stride = step(seconds / 60, 8);
  for (let minute = 0; minute * 60 <= seconds; minute += stride) {
    const at = x(minute * 60).toFixed(1);
    out.push(
      `<text x="${at}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle" fill="#555">${Number(minute.toFixed(2))}</text>`,
    );
  }
  out.push(`<text x="${WIDTH - RIGHT}" y="${HEIGHT - 8}" text-anchor="end" fill="#555">minutes</text>`);
  out.push(`<text x="12" y="${TOP - 6}" fill="#555">MiB</text>`);
  LINES.forEach((line, i) => {
    const points = samples.map((one) => `${x(one.at).toFixed(1)},${y(line.of(one)).toFixed(1)}`).join(" ");
    out.push(
      `<polyline points="${points}" fill="none" stroke="${line.colour}" stroke-width="1.5" stroke-dasharray="${line.dash}"/>`,
    );
    out.push(`<text x="${LEFT + 8 + i * 110}" y="${HEIGHT - 8}" fill="${line.colour}">${line.name}</text>`);
  });
  out.push("</svg>", "");
  return out.join("\n");
}
