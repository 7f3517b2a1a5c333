import { expect, it } from 'vitest';
import { svg, type Picture } from './picture';

const picture: Picture = {
  width: 200,
  height: 100,
  ground: 'rgb(250, 248, 244)',
  shapes: [
    { kind: 'path', d: 'M0 0L10 10Z', x: 5, y: 6, scale: 2, stroke: 'rgb(1, 2, 3)', width: 1.5, dash: [2, 5] },
    { kind: 'curves', lines: [[[0, 0], [5, -8], [10, 0]], [[1, 1], [2, 2], [3, 3]]], stroke: 'rgb(1, 2, 3)', width: 3, opacity: 0.5 },
    { kind: 'disc', at: [10, 20.12345], radius: 4, fill: 'rgb(9, 9, 9)' },
    { kind: 'label', at: [10, 20], text: 'Müller & "Söhne" <b>Қазақстан</b>', size: 12, fill: 'rgb(0, 0, 0)', halo: 'rgb(255, 255, 255)', anchor: 'end' },
  ],
};

it('a picture as SVG has every shape, and its words are words', () => {
  const found = svg(picture, 'Карта <1>');
  expect(found).toContain('viewBox="0 0 200 100"');
  expect(found).toContain('<title>Карта &lt;1&gt;</title>');
  expect(found).toContain('transform="translate(5 6) scale(2)"');
  expect(found).toContain('stroke-dasharray="2 5"');
  expect(found).toContain('d="M0 0Q5 -8 10 0M1 1Q2 2 3 3" fill="none"');
  expect(found).toContain('cy="20.12"');
  expect(found).toContain('text-anchor="end"');
  expect(found).toContain('Müller &amp; &quot;Söhne&quot; &lt;b&gt;Қазақстан&lt;/b&gt;</text>');
  expect(found.match(/<(path|circle|text|rect)/g)).toHaveLength(5);
  expect(found).not.toMatch(/style=|undefined|NaN/);
});
