/** The scales as shapes: a beam with two pans, blocks for the domains that weigh in them, and how far it might lean otherwise. */
import type { Path, Shape } from '../../parts/picture';
import { lean, type Side } from './weighing';

export const WIDTH = 560;
export const HEIGHT = 330;
const [MIDDLE, PIVOT, ARM, CORD, RIM, BLOCK, FULL] = [280, 62, 168, 146, 78, 66, 128];
const STEEPEST = 15;

/** The beam's angle in degrees, to the right as it dips there. */
export const angleOf = (left: number, right: number): number => STEEPEST * lean(left, right);

type Colour = (token: string) => string;
interface Look {
  colour: Colour;
  /** What a block is called; without it none is. */
  name?: (domain: string, share: number) => string;
  /** How many times as thick lines are, for small pictures, which leave ornaments and bounds out. */
  thick?: number;
}

/** The shapes of the scales with the beam at `angle`; of what is unknown an empty one. */
export function scales(left: Side, right: Side, angle: number, known: boolean, look: Look): Shape[] {
  const { colour, thick = 1 } = look;
  const small = thick > 1;
  const ink = colour('ink');
  const shapes: Shape[] = [];
  const path = (d: string, more: Partial<Path>) => shapes.push({ kind: 'path', d, ...more });
  if (known) path(fan(angleOf(left.high, right.low), angleOf(left.low, right.high)), { fill: colour('accent'), opacity: 0.2 });
  path(`M${MIDDLE - 4} ${PIVOT}L${MIDDLE + 4} ${PIVOT}L${MIDDLE + 7} ${HEIGHT - 22}L${MIDDLE - 7} ${HEIGHT - 22}Z`, { fill: ink, stroke: ink, width: thick - 1 });
  path(`M${MIDDLE - 74} ${HEIGHT - 8}h148q-8 -14 -44 -15h-60q-36 1 -44 15z`, { fill: ink });
  if (!small) for (const side of [-1, 1]) path(horn(side), { stroke: ink, width: 2.5 });
  if (known) path(beam(angle), { fill: ink, stroke: ink, width: thick });
  else path(beam(0), { stroke: colour('ink-faint'), width: thick, dash: [6, 6] });
  shapes.push({ kind: 'disc', at: [MIDDLE, PIVOT], radius: 7 * (small ? 1.6 : 1), fill: colour('accent'), stroke: colour('paper'), width: 2 });
  for (const [side, of] of [[-1, left], [1, right]] as const) {
    const [x, y] = end(known ? angle : 0, side);
    const bottom = round(y + CORD);
    path(`M${x} ${y}L${x - RIM} ${bottom}M${x} ${y}L${x + RIM} ${bottom}`, { stroke: colour('ink-soft'), width: thick });
    let top = bottom - 1;
    for (const part of known ? of.parts : []) {
      const height = part.share * FULL;
      if (height < 0.2) continue;
      top -= height;
      const gap = height > 3 ? 1 : 0;
      path(`M${x - BLOCK / 2} ${round(top + gap)}h${BLOCK}v${round(height - gap)}h${-BLOCK}z`, { fill: colour(part.domain), ...(look.name ? { title: look.name(part.domain, part.share) } : {}) });
    }
    path(`M${x - RIM - 6} ${bottom}h${2 * RIM + 12}c-6 20 -34 30 ${-RIM - 6} 30s${-RIM} -10 ${-RIM - 6} -30z`, { fill: colour('wash'), stroke: ink, width: 1.5 * thick });
    shapes.push({ kind: 'disc', at: [x, y], radius: 3.5 * (small ? 1.6 : 1), fill: ink });
    if (known && !small && of.high > of.low) {
      const at = x + side * (BLOCK / 2 + 10);
      const [low, high] = [round(bottom - 1 - of.low * FULL), round(bottom - 1 - of.high * FULL)];
      path(`M${at} ${low}V${high}M${at - 5} ${low}h10M${at - 5} ${high}h10`, { stroke: colour('accent'), width: 2 });
    }
  }
  return shapes;
}

/** The beam's end on one side. */
function end(degrees: number, side: -1 | 1, length = ARM): [number, number] {
  const turn = (degrees * Math.PI) / 180;
  return [round(MIDDLE + side * length * Math.cos(turn)), round(PIVOT + side * length * Math.sin(turn))];
}

/** A beam that is thick in the middle. */
function beam(degrees: number): string {
  const turn = (degrees * Math.PI) / 180;
  const at = (x: number, y: number) => `${round(MIDDLE + x * Math.cos(turn) - y * Math.sin(turn))} ${round(PIVOT + x * Math.sin(turn) + y * Math.cos(turn))}`;
  return `M${at(-ARM, -1)}Q${at(0, -11)} ${at(ARM, -1)}L${at(ARM, 1)}Q${at(0, 7)} ${at(-ARM, 1)}Z`;
}

/** Where the beam might lie: a sector on each side. */
function fan(least: number, most: number): string {
  return ([-1, 1] as const)
    .map((side) => {
      const [from, to] = [end(least, side, ARM + 10), end(most, side, ARM + 10)];
      return `M${MIDDLE} ${PIVOT}L${from.join(' ')}A${ARM + 10} ${ARM + 10} 0 0 1 ${to.join(' ')}Z`;
    })
    .join('');
}

/** The ram's horn of Kazakh ornament, one half of it, above the pivot. */
function horn(side: number): string {
  const x = (value: number) => MIDDLE + side * value;
  return `M${x(0)} ${PIVOT - 6}C${x(1)} ${PIVOT - 34} ${x(30)} ${PIVOT - 40} ${x(31)} ${PIVOT - 24}C${x(31)} ${PIVOT - 14} ${x(17)} ${PIVOT - 14} ${x(18)} ${PIVOT - 23}C${x(18)} ${PIVOT - 28} ${x(24)} ${PIVOT - 28} ${x(24)} ${PIVOT - 24}`;
}

const round = (value: number): number => Math.round(value * 100) / 100;
