/** A picture as a list of shapes in pixels, painted on a canvas or written as SVG: what is seen and what is saved are the same. */
export interface Path {
  kind: 'path';
  /** An SVG path; painted `scale` times as large and moved by `x` and `y`, its lines as thick as ever. */
  d: string;
  x?: number;
  y?: number;
  scale?: number;
  fill?: string;
  stroke?: string;
  width?: number;
  dash?: number[];
  opacity?: number;
  /** What it says where a pointer rests on it. */
  title?: string;
}
/** Quadratic curves of one look: where each begins, its control point, where it ends. */
export interface Curves {
  kind: 'curves';
  lines: [Place, Place, Place][];
  stroke: string;
  width: number;
  opacity?: number;
}
export interface Disc {
  kind: 'disc';
  at: Place;
  radius: number;
  fill: string;
  stroke?: string;
  width?: number;
  opacity?: number;
}
export interface Label {
  kind: 'label';
  at: Place;
  text: string;
  size: number;
  fill: string;
  halo?: string;
  weight?: number;
  anchor?: 'start' | 'middle' | 'end';
  opacity?: number;
}
export type Shape = Path | Curves | Disc | Label;
export type Place = [number, number];
export interface Picture {
  width: number;
  height: number;
  ground: string;
  shapes: Shape[];
}

const FONT = "'Golos Text Variable', 'Golos Text', 'Noto Sans', system-ui, sans-serif";
const paths = new Map<string, Path2D>();

/** The font of a label, as a canvas takes it. */
export const font = (size: number, weight = 400): string => `${weight} ${size}px ${FONT}`;

/** Paint a picture; `ratio` pixels of the canvas are one of the picture. */
export function paint(context: CanvasRenderingContext2D, picture: Picture, ratio: number) {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = picture.ground;
  context.fillRect(0, 0, picture.width, picture.height);
  paintShapes(context, picture.shapes, ratio);
}

/** Paint shapes over what is there. */
export function paintShapes(context: CanvasRenderingContext2D, shapes: readonly Shape[], ratio: number) {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.lineJoin = 'round';
  for (const shape of shapes) {
    context.globalAlpha = shape.opacity ?? 1;
    if (shape.kind === 'path') paintPath(context, shape, ratio);
    else if (shape.kind === 'curves') {
      context.beginPath();
      for (const [from, over, to] of shape.lines) {
        context.moveTo(...from);
        context.quadraticCurveTo(...over, ...to);
      }
      context.strokeStyle = shape.stroke;
      context.lineWidth = shape.width;
      context.stroke();
    } else if (shape.kind === 'disc') {
      context.beginPath();
      context.arc(...shape.at, shape.radius, 0, 2 * Math.PI);
      context.fillStyle = shape.fill;
      context.fill();
      if (shape.stroke) {
        context.strokeStyle = shape.stroke;
        context.lineWidth = shape.width ?? 1;
        context.stroke();
      }
    } else {
      context.font = font(shape.size, shape.weight);
      context.textAlign = shape.anchor === 'middle' ? 'center' : (shape.anchor ?? 'start');
      context.textBaseline = 'middle';
      if (shape.halo) {
        context.strokeStyle = shape.halo;
        context.lineWidth = 3;
        context.strokeText(shape.text, ...shape.at);
      }
      context.fillStyle = shape.fill;
      context.fillText(shape.text, ...shape.at);
    }
  }
  context.globalAlpha = 1;
}

function paintPath(context: CanvasRenderingContext2D, shape: Path, ratio: number) {
  const scale = shape.scale ?? 1;
  // Those that are scaled are the ground of a map: the same long text in every frame.
  let path = paths.get(shape.d);
  if (!path) {
    path = new Path2D(shape.d);
    if (shape.scale) paths.set(shape.d, path);
  }
  context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * (shape.x ?? 0), ratio * (shape.y ?? 0));
  if (shape.fill) {
    context.fillStyle = shape.fill;
    context.fill(path);
  }
  if (shape.stroke) {
    context.strokeStyle = shape.stroke;
    context.lineWidth = (shape.width ?? 1) / scale;
    context.setLineDash((shape.dash ?? []).map((one) => one / scale));
    context.stroke(path);
    context.setLineDash([]);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

/** The picture as an SVG document; `title` names it for readers of the screen. */
export function svg(picture: Picture, title: string): string {
  const { width, height } = picture;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${safe(FONT)}" role="img">`,
    `<title>${safe(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${safe(picture.ground)}"/>`,
    ...picture.shapes.map(element),
    '</svg>',
    '',
  ].join('\n');
}

function element(shape: Shape): string {
  const seen = shape.opacity === undefined ? '' : ` opacity="${round(shape.opacity)}"`;
  if (shape.kind === 'path') {
    const moved = shape.scale === undefined && !shape.x && !shape.y ? '' : ` transform="translate(${round(shape.x ?? 0)} ${round(shape.y ?? 0)}) scale(${shape.scale ?? 1})"`;
    const dash = shape.dash?.length ? ` stroke-dasharray="${shape.dash.join(' ')}"` : '';
    const line = shape.stroke ? ` stroke="${safe(shape.stroke)}" stroke-width="${shape.width ?? 1}" stroke-linejoin="round" vector-effect="non-scaling-stroke"${dash}` : '';
    return `<path d="${shape.d}" fill="${safe(shape.fill ?? 'none')}"${line}${moved}${seen}/>`;
  }
  if (shape.kind === 'curves') {
    const d = shape.lines.map(([from, over, to]) => `M${from.map(round).join(' ')}Q${over.map(round).join(' ')} ${to.map(round).join(' ')}`).join('');
    return `<path d="${d}" fill="none" stroke="${safe(shape.stroke)}" stroke-width="${round(shape.width)}"${seen}/>`;
  }
  const [x, y] = shape.at.map(round);
  if (shape.kind === 'disc') {
    const line = shape.stroke ? ` stroke="${safe(shape.stroke)}" stroke-width="${shape.width ?? 1}"` : '';
    return `<circle cx="${x}" cy="${y}" r="${round(shape.radius)}" fill="${safe(shape.fill)}"${line}${seen}/>`;
  }
  const halo = shape.halo ? ` stroke="${safe(shape.halo)}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"` : '';
  const weight = shape.weight ? ` font-weight="${shape.weight}"` : '';
  return `<text x="${x}" y="${y}" font-size="${shape.size}"${weight} text-anchor="${shape.anchor ?? 'start'}" dominant-baseline="central" fill="${safe(shape.fill)}"${halo}${seen}>${safe(shape.text)}</text>`;
}

const round = (value: number) => Math.round(value * 100) / 100;
const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const safe = (text: string) => text.replace(/[&<>"]/g, (sign) => SIGNS[sign]!);

/** The picture as PNG, twice as fine as on the page. */
export function png(picture: Picture): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * 2);
  canvas.height = Math.round(picture.height * 2);
  paint(canvas.getContext('2d')!, picture, 2);
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('canvas.toBlob'))), 'image/png'));
}
