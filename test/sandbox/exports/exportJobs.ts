import type { ResolvedOptions } from '../options';
import { ApiError } from '../requests/apiError';
import { Draws } from '../seed/random';
import type { ArchiveFile } from './archive';
import { zipOf } from './archive';
import { Downloads } from './downloads';
import type { ExportJob } from './exportJob';

/** What a test wants the next export to be. */
export interface ScriptedExport {
	/** 'never' stays in_process for good. */
	outcome?: 'completed' | 'failed' | 'never';
	files?: Array<{ name: string; content: string | Uint8Array }>;
	/** The bytes that the download server hands out in place of a sound ZIP file. */
	archive?: Uint8Array;
	durationMs?: number;
}

export interface ExportRequest {
	/** What the answer calls it, e.g. "Orders". */
	operationType: string;
	businessEntity: string | undefined;
	/** Names the content: an archive is made once for each name. */
	contentKey: string;
	files(): ArchiveFile[];
}

const MOST_IN_PROCESS = 5;
const MOST_CACHED_ARCHIVES = 8;

/** The export jobs of the site. */
export class ExportJobs {
	readonly downloads: Downloads;
	private readonly jobs = new Map<string, ExportJob>();
	private readonly scripted: ScriptedExport[] = [];
	private readonly archives = new Map<string, Promise<Uint8Array>>();
	private closed = false;

	constructor(
		private readonly options: ResolvedOptions,
		private readonly clock: () => number,
	) {
		this.downloads = new Downloads(options, clock);
	}

	/** Queues what one of the next exports is to be. */
	script(result: ScriptedExport): void {
		this.scripted.push(result);
	}

	all(): IterableIterator<ExportJob> {
		return this.jobs.values();
	}

	get(id: string): ExportJob | undefined {
		return this.jobs.get(id);
	}

	/** Starts a job; with five in process it is 429, without a Retry-After. */
	start(request: ExportRequest): ExportJob {
		const busy = [...this.jobs.values()].filter((job) => this.statusOf(job) === 'in_process').length;
		if (busy >= MOST_IN_PROCESS) {
			throw new ApiError(
				429,
				'operation_failed',
				'api_request_limit_exceeded',
				`API request limit has been reached: at most ${MOST_IN_PROCESS} export jobs can be processed at a time.`,
			);
		}
		const script = this.scripted.shift() ?? {};
		const job: ExportJob = {
			id: this.newId(),
			operationType: request.operationType,
			businessEntity: request.businessEntity,
			startedAt: this.clock(),
			durationMs: script.durationMs ?? this.options.exportMs,
			outcome: script.outcome ?? 'completed',
			archive: undefined,
			lastPolledAt: undefined,
		};
		this.jobs.set(job.id, job);
		if (job.outcome === 'completed') this.make(job, this.archiveOf(script, request));
		return job;
	}

	/** The state of a job now; it is completed when its time is over and its archive is made. */
	statusOf(job: ExportJob): 'in_process' | 'completed' | 'failed' {
		if (job.outcome === 'never' || this.clock() < job.startedAt + job.durationMs) return 'in_process';
		if (job.outcome === 'failed') return 'failed';
		return job.archive === undefined ? 'in_process' : 'completed';
	}

	/** Notes a poll; true when it came too soon after the last one. */
	poll(job: ExportJob): boolean {
		const now = this.clock();
		const tooFast = job.lastPolledAt !== undefined && now - job.lastPolledAt < this.options.minPollMs;
		job.lastPolledAt = now;
		return tooFast;
	}

	/** Ends the making of archives. */
	close(): void {
		this.closed = true;
	}

	private make(job: ExportJob, archive: Promise<Uint8Array>): void {
		archive.then(
			(bytes) => (job.archive = bytes),
			() => (job.outcome = 'failed'),
		);
	}

	private archiveOf({ archive, files }: ScriptedExport, request: ExportRequest): Promise<Uint8Array> {
		if (archive !== undefined) return Promise.resolve(archive);
		if (files === undefined) return this.cached(request);
		return this.zip(files.map(({ name, content }) => ({ name, pieces: [content] })));
	}

	private cached(request: ExportRequest): Promise<Uint8Array> {
		const known = this.archives.get(request.contentKey);
		if (known !== undefined) return known;
		const archive = this.zip(request.files());
		this.archives.set(request.contentKey, archive);
		const [oldest] = this.archives.keys();
		if (this.archives.size > MOST_CACHED_ARCHIVES && oldest !== undefined) this.archives.delete(oldest);
		return archive;
	}

	private zip(files: ArchiveFile[]): Promise<Uint8Array> {
		return zipOf(files, () => this.closed);
	}

	private newId(): string {
		return `__sandbox__${new Draws(this.options.seed, 'export', this.jobs.size).text(15)}`;
	}
}
