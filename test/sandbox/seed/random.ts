const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Random draws that depend on nothing but a seed, a topic and a number. The generator is mulberry32, which is short,
 * fast and even enough.
 */
export class Draws {
	private state: number;

	constructor(seed: number, topic: string, number: number) {
		let hash = Math.imul(seed | 0, 0x9e3779b1);
		for (let at = 0; at < topic.length; at += 1) hash = Math.imul(hash ^ topic.charCodeAt(at), 0x01000193);
		this.state = Math.imul(hash ^ number, 0x85ebca6b) ^ (hash >>> 13);
	}

	/** A number from 0 up to, but not, 1. */
	next(): number {
		this.state = (this.state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	}

	/** An integer from 0 up to, but not, the bound. */
	below(bound: number): number {
		return Math.floor(this.next() * bound);
	}

	pick<T>(choices: readonly [T, ...T[]]): T {
		return choices[this.below(choices.length)] ?? choices[0];
	}

	/** Letters and digits. */
	text(length: number): string {
		return this.from(alphanumeric, length);
	}

	hex(length: number): string {
		return this.from('0123456789abcdef', length);
	}

	private from(alphabet: string, length: number): string {
		let written = '';
		while (written.length < length) written += alphabet.charAt(this.below(alphabet.length));
		return written;
	}
}
