/** A text in pieces: words that were found stand out from the rest. */
export interface Piece {
  text: string;
  found: boolean;
}

const WORD = /[\p{L}\p{N}_]+(?:[’'-][\p{L}\p{N}_]+)*/gu;

/** The pieces of a text; `forms` are the words that were found, in lower case. Together the pieces are the text. */
export function marked(text: string, forms: ReadonlySet<string>): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!forms.has(word.toLowerCase())) continue;
    if (index > at) pieces.push({ text: text.slice(at, index), found: false });
    pieces.push({ text: word, found: true });
    at = index + word.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), found: false });
  return pieces;
}
