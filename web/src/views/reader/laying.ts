/** A text laid out for reading: sections of blocks, segments between the ends of claims, places in UTF-16 units and in characters. */

export interface Span {
  start16: number;
  end16: number;
}

/** A run of a block that the same claims cover; `claims` are their places in the list, the shortest first. */
export interface Segment {
  start: number;
  end: number;
  claims: number[];
}

/** Blocks that are shown or hidden together: `first` up to but not with `last`. */
export interface Section {
  begin: number;
  end: number;
  first: number;
  last: number;
}

/** Sections of about `size` units each, together all blocks. */
export function sections(blocks: readonly number[], length: number, size = 5000): Section[] {
  const found: Section[] = [];
  let first = 0;
  for (let at = 1; at <= blocks.length; at++) {
    const end = blocks[at] ?? length;
    if (at === blocks.length || end - blocks[first]! >= size) {
      found.push({ begin: blocks[first]!, end, first, last: at });
      first = at;
    }
  }
  return found;
}

/** The places, in a list ordered by starts, of the spans that have a part of `begin` to `end`. */
export function within(spans: readonly Span[], begin: number, end: number): number[] {
  const found: number[] = [];
  for (let at = 0; at < spans.length && spans[at]!.start16 < end; at++) {
    if (spans[at]!.end16 > begin) found.push(at);
  }
  return found;
}

/** The text from `begin` to `end` cut where a span begins or ends; together the segments are the whole of it. */
export function segments(begin: number, end: number, spans: readonly Span[], near: readonly number[]): Segment[] {
  const cuts = new Set([begin, end]);
  for (const at of near) {
    for (const cut of [spans[at]!.start16, spans[at]!.end16]) if (cut > begin && cut < end) cuts.add(cut);
  }
  const places = [...cuts].sort((a, b) => a - b);
  const length = (at: number) => spans[at]!.end16 - spans[at]!.start16;
  return places.slice(0, -1).map((start, number) => {
    const claims = near.filter((at) => spans[at]!.start16 <= start && spans[at]!.end16 > start);
    return { start, end: places[number + 1]!, claims: claims.sort((a, b) => length(a) - length(b) || a - b) };
  });
}

/** The one of the claims that a click chooses: the shortest, or the next longer when it is chosen already. */
export function clicked(claims: readonly number[], active: number): number | undefined {
  return claims[(claims.indexOf(active) + 1) % claims.length];
}

/** Tells how many characters, as Python counts them, stand before a UTF-16 unit. */
export function characters(text: string): (unit: number) => number {
  const wide: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text.codePointAt(at)! > 0xffff) wide.push(at++);
  }
  return (unit) => {
    let low = 0;
    let high = wide.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (wide[middle]! < unit) low = middle + 1;
      else high = middle;
    }
    return unit - low;
  };
}

/** The end of the next word behind `at`, or the start of the word before it: where the end of what is marked moves by a word. */
export function step(text: string, at: number, by: 1 | -1): number {
  const space = (place: number) => /\s/.test(text[place] ?? '');
  if (by > 0) {
    while (at < text.length && space(at)) at++;
    while (at < text.length && !space(at)) at++;
  } else {
    while (at > 0 && space(at - 1)) at--;
    while (at > 0 && !space(at - 1)) at--;
    while (at > 0 && space(at - 1)) at--;
  }
  return at;
}

/** The same for the start of what is marked, which stands before a word. */
export function stepStart(text: string, at: number, by: 1 | -1): number {
  const space = (place: number) => /\s/.test(text[place] ?? '');
  if (by > 0) {
    while (at < text.length && !space(at)) at++;
    while (at < text.length && space(at)) at++;
  } else {
    while (at > 0 && space(at - 1)) at--;
    while (at > 0 && !space(at - 1)) at--;
  }
  return at;
}

/** The span without the spaces at its ends; nothing where there is nothing else. */
export function trimmed(text: string, start: number, end: number): { start: number; end: number } | undefined {
  while (start < end && /\s/.test(text[start]!)) start++;
  while (end > start && /\s/.test(text[end - 1]!)) end--;
  return start < end ? { start, end } : undefined;
}

/** The place in the text of a point in the page: a node within a block (`data-start`), and an offset in it. */
export function placeOf(node: Node, offset: number): number | undefined {
  const element = node instanceof Element ? node : node.parentElement;
  const block = element?.closest<HTMLElement>('[data-start]');
  if (!block) return undefined;
  const range = document.createRange();
  range.setStart(block, 0);
  range.setEnd(node, offset);
  return Number(block.dataset['start']) + range.toString().length;
}

/** The place in the text of a point of the window. */
export function placeAt(x: number, y: number): number | undefined {
  const position = document.caretPositionFromPoint?.(x, y);
  if (position) return placeOf(position.offsetNode, position.offset);
  // Safari knows only the older way.
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? placeOf(range.startContainer, range.startOffset) : undefined;
}
