/** Edits (insert, delete, replace) that turn one word into the other. */
function distance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
			next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[b.length] ?? 0;
}

/** The valid name that was probably meant; `undefined` where there are none to choose from. */
export function nearest(name: string, valid: readonly string[]): string | undefined {
	const wanted = name.slice(0, 100).toLowerCase();
	return valid
		.map((candidate) => ({ candidate, edits: distance(wanted, candidate.toLowerCase()) }))
		.sort((a, b) => a.edits - b.edits)[0]?.candidate;
}
