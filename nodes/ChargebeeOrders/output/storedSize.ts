import type { RunReport } from '../transport/RunReport';

/**
 * The most that the results of a run may take, in characters. n8n stores a run as one text, and V8 ends a text at 512
 * million characters: beyond that the run hangs as "running". What is left is for the other nodes of the workflow.
 */
export const storage = { mostCharacters: 400_000_000 };

/** What n8n stores with every item: its envelope and its pairing. */
export const ITEM_CHARACTERS = 64;

/** Counts what the results of one input item will take in n8n's database, as part of the whole run. */
export class StoredSize {
	private own = 0;

	constructor(private readonly report: RunReport) {}

	/** @returns whether n8n can still store the run */
	add(characters: number): boolean {
		this.own += characters;
		this.report.storedCharacters += characters;
		return this.report.storedCharacters <= storage.mostCharacters;
	}

	/** The results are not handed out after all, and leave their room to those of other items. */
	giveBack(): void {
		this.report.storedCharacters -= this.own;
		this.own = 0;
	}
}
