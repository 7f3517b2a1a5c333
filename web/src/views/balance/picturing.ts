/** The scales of each actor side by side as one picture to save, with names, shares, bounds and a legend. */
import type { Picture, Shape } from '../../parts/picture';
import { angleOf, HEIGHT, scales, WIDTH } from './drawing';
import { NOTHING, type Side } from './weighing';

interface Words {
  colour: (token: string) => string;
  pole: (pole: string) => string;
  domain: (domain: string) => string;
  percent: (share: number) => string;
  unknown: string;
}

const [HEAD, LINE, PAN] = [56, 18, 168];

/** The picture: `actors` with their sides in the period, the poles in the pans, the years. */
export function pictured(actors: { name: string; sides: Map<string, Side> }[], shown: { left: string; right: string; years: string }, words: Words): Picture {
  const across = Math.min(actors.length, 2);
  const most = Math.max(1, ...actors.flatMap((one) => [shown.left, shown.right].map((pole) => one.sides.get(pole)?.parts.length ?? 0)));
  const tall = HEAD + HEIGHT + 52 + most * LINE + 16;
  const shapes = actors.flatMap((one, at) => {
    const moved = (at % across) * WIDTH;
    return [...panel(one, shown, words)].map((shape) => shifted(shape, moved, Math.floor(at / across) * tall));
  });
  return { width: across * WIDTH, height: Math.ceil(actors.length / across) * tall, ground: words.colour('paper'), shapes };
}

function panel(actor: { name: string; sides: Map<string, Side> }, { left, right, years }: { left: string; right: string; years: string }, words: Words): Shape[] {
  const { colour, percent } = words;
  const [a, b] = [actor.sides.get(left) ?? NOTHING, actor.sides.get(right) ?? NOTHING];
  const known = actor.sides.size > 0;
  const shapes: Shape[] = [{ kind: 'label', at: [24, 32], text: `${actor.name}, ${years}`, size: 22, weight: 600, fill: colour('ink') }];
  shapes.push(...scales(a, b, known ? angleOf(a.share, b.share) : 0, known, { colour }).map((shape) => shifted(shape, 0, HEAD)));
  for (const [pole, side, middle] of [[left, a, WIDTH / 2 - PAN], [right, b, WIDTH / 2 + PAN]] as const) {
    let y = HEAD + HEIGHT + 14;
    const text = (words: string, size: number, more: { weight?: number; fill?: string } = {}) => shapes.push({ kind: 'label', at: [middle, y], text: words, size, anchor: 'middle', fill: colour('ink-soft'), ...more });
    text(words.pole(pole), 17, { weight: 600, fill: colour('ink') });
    y += 22;
    text(known ? `${percent(side.share)} (${percent(side.low)}–${percent(side.high)})` : words.unknown, 14);
    y += 10;
    for (const part of known ? side.parts : []) {
      y += LINE;
      shapes.push({ kind: 'path', d: `M${middle - 76} ${y - 5}h10v10h-10z`, fill: colour(part.domain) });
      shapes.push({ kind: 'label', at: [middle - 60, y], text: `${words.domain(part.domain)} ${percent(part.share)}`, size: 13, fill: colour('ink-soft') });
    }
  }
  return shapes;
}

/** A shape moved to the right and down. */
function shifted(shape: Shape, x: number, y: number): Shape {
  if (!x && !y) return shape;
  if (shape.kind === 'path') return { ...shape, x: (shape.x ?? 0) + x, y: (shape.y ?? 0) + y };
  if (shape.kind === 'curves') return { ...shape, lines: shape.lines.map(([a, b, c]) => [[a[0] + x, a[1] + y], [b[0] + x, b[1] + y], [c[0] + x, c[1] + y]]) };
  return { ...shape, at: [shape.at[0] + x, shape.at[1] + y] };
}
