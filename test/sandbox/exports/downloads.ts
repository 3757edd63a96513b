import type { ResolvedOptions } from '../options';
import { Draws } from '../seed/random';
import type { ExportJob } from './exportJob';

export interface Download {
	readonly job: ExportJob;
	/** Unix time in milliseconds. */
	readonly validUntil: number;
}

/** The download URLs that were given out. They are public: whoever has one can use it until it expires. */
export class Downloads {
	/** Origin of the download server, set once it listens. */
	origin = '';
	private readonly bySignature = new Map<string, Download>();

	constructor(
		private readonly options: ResolvedOptions,
		private readonly clock: () => number,
	) {}

	/** Makes a fresh URL for a completed job, as every retrieve does. */
	open(job: ExportJob): { download_url: string; valid_till: number; mime_type: string } {
		const signature = new Draws(this.options.seed, 'download', this.bySignature.size).hex(64);
		const validUntil = this.clock() + this.options.downloadValidMs;
		this.bySignature.set(signature, { job, validUntil });
		const seconds = Math.max(1, Math.round(this.options.downloadValidMs / 1000));
		const query = new URLSearchParams({
			'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
			'X-Amz-Expires': String(seconds),
			'X-Amz-Signature': signature,
		});
		return {
			download_url: `${this.origin}/sandbox/exports/${job.id}/${job.operationType.replaceAll(' ', '_')}.zip?${query.toString()}`,
			valid_till: Math.floor(validUntil / 1000),
			mime_type: 'application/zip',
		};
	}

	/** The download that a signature stands for, as long as the path is that of its job. */
	find(path: string, signature: string | undefined): Download | undefined {
		const download = this.bySignature.get(signature ?? '');
		return download !== undefined && path.includes(`/${download.job.id}/`) ? download : undefined;
	}

	hasExpired(download: Download): boolean {
		return this.clock() >= download.validUntil;
	}
}
