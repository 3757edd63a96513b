import type { RunReport } from '../RunReport';

/**
 * The most that the results of a run may take, in characters. n8n stores a run as one text, and V8 ends a text at 512
 * million characters: beyond that the run hangs as "running". The rest is for the other nodes of the workflow.
 */
export const storage = {
	mostCharacters: 400_000_000,
	/** Where nothing is stored memory is the limit: Node.js takes 4 GB by default, and objects are larger than their text. */
	mostUnstored: 1_000_000_000,
};

/** What n8n stores with every item: its envelope and its pairing. */
export const ITEM_CHARACTERS = 64;

/** Counts what the results of one input item will take, as part of the whole run. */
export class StoredSize {
	private own = 0;

	constructor(private readonly report: RunReport) {}

	/** @returns whether n8n can still take the run */
	add(characters: number): boolean {
		this.own += characters;
		this.report.storedCharacters += characters;
		return this.report.storedCharacters <= (this.report.isStored ? storage.mostCharacters : storage.mostUnstored);
	}

	/** What is said of results that n8n cannot take. */
	get tooMuch(): string {
		return this.report.isStored ? 'more than n8n can store (over 400 MB)' : 'more than n8n can hold (over 1,000 MB)';
	}

	/** Frees what was counted: the results are not returned after all. */
	giveBack(): void {
		this.report.storedCharacters -= this.own;
		this.own = 0;
	}
}
