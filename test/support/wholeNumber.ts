import { InvalidArgumentError } from 'commander';

/** The value of an option that takes a whole number. */
export function wholeNumber(text: string): number {
	if (!/^\d+$/.test(text)) throw new InvalidArgumentError('A whole number is expected.');
	return Number(text);
}
