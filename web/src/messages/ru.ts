type Messages = Record<string, string>;

const files = import.meta.glob<Messages>('./ru/*.json', { eager: true, import: 'default' });

export default Object.fromEntries(Object.entries(files).map(([path, messages]) => [path.slice(5, -5), messages]));
