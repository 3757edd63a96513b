/** Columns of the terminal; 100 where there is none to ask, as in CI. */
export function terminalWidth(): number {
	return Math.max(40, process.stdout.columns || Number(process.env.COLUMNS) || 100);
}

/** Breaks a text at its spaces into lines that fit the terminal. A word that is too long stays whole. */
export function wrap(text: string, prefix: string): string {
	const room = terminalWidth() - prefix.length - 1;
	const lines: string[] = [];
	for (const word of text.split(/\s+/)) {
		const last = lines.at(-1);
		if (last !== undefined && last.length + 1 + word.length <= room) lines[lines.length - 1] = `${last} ${word}`;
		else lines.push(word);
	}
	return prefix + lines.join(`\n${' '.repeat(prefix.length)}`);
}

/** Cuts a text that is longer than the terminal is wide. */
export function cut(text: string): string {
	const characters = [...text];
	const most = terminalWidth() - 1;
	return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text;
}
