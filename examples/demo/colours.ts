/** Escape codes of the few colours that the demo uses. */
const codes = {
	bold: [1, 22],
	dim: [2, 22],
	red: [31, 39],
	green: [32, 39],
	yellow: [33, 39],
	cyan: [36, 39],
} as const;

export type Paint = Record<keyof typeof codes, (text: string) => string>;

/** Colours for a stream: none where it is not a terminal, or where NO_COLOR is set (https://no-color.org). */
export function paintFor(stream: { isTTY?: boolean }): Paint {
	const plain = stream.isTTY !== true || (process.env.NO_COLOR ?? '') !== '';
	const painted = Object.entries(codes).map(([name, [on, off]]) => [
		name,
		(text: string) => (plain ? text : `\u001B[${on}m${text}\u001B[${off}m`),
	]);
	return Object.fromEntries(painted) as Paint;
}
