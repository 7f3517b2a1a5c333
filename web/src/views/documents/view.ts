import type { View } from '..';

export default { name: 'documents', path: '/documents', order: 34, load: () => import('./Documents.svelte') } satisfies View;
