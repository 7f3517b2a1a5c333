/** Which keys are meant for the view as a whole. */

/**
 * Whether the key goes to what has the focus (a field, a menu), or is part of a shortcut of the browser. A slider keeps its keys from
 * a view that takes arrows too (`arrows`).
 */
export function isTaken(event: KeyboardEvent, arrows = false): boolean {
  const fields = 'input, textarea, select, [contenteditable], .menu';
  const within = (event.target as Element).closest(arrows ? `${fields}, [role=slider]` : fields);
  return within !== null || event.ctrlKey || event.metaKey || event.altKey;
}
