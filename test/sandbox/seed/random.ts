/** Random draws that depend on nothing but the seed, a topic and a number. */
export interface Draws {
	/** A number from 0 up to, but not, 1. */
	next(): number;
	/** An integer from 0 up to, but not, the bound. */
	below(bound: number): number;
	pick<T>(choices: readonly [T, ...T[]]): T;
	/** Letters and digits. */
	text(length: number): string;
	hex(length: number): string;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Opens the sequence of draws for one thing. The generator is mulberry32, which is short, fast and even enough. */
export function draws(seed: number, topic: string, number: number): Draws {
	let state = mixed(seed, topic, number);
	const next = (): number => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
	};
	const below = (bound: number): number => Math.floor(next() * bound);
	const from = (alphabet: string, length: number): string => {
		let written = '';
		while (written.length < length) written += alphabet.charAt(below(alphabet.length));
		return written;
	};
	return {
		next,
		below,
		pick: ([first, ...others]) => others[below(others.length + 1) - 1] ?? first,
		text: (length) => from(letters, length),
		hex: (length) => from('0123456789abcdef', length),
	};
}

function mixed(seed: number, topic: string, number: number): number {
	let hash = Math.imul(seed | 0, 0x9e3779b1);
	for (let at = 0; at < topic.length; at += 1) hash = Math.imul(hash ^ topic.charCodeAt(at), 0x01000193);
	return Math.imul(hash ^ number, 0x85ebca6b) ^ (hash >>> 13);
}
