/** An export, from its start on. */
export interface ExportJob {
	readonly id: string;
	readonly operationType: string;
	readonly businessEntity: string | undefined;
	/** Unix time in milliseconds. */
	readonly startedAt: number;
	readonly durationMs: number;
	outcome: 'completed' | 'failed' | 'never';
	archive: Uint8Array | undefined;
	lastPolledAt: number | undefined;
}
