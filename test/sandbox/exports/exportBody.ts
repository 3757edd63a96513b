import type { Site } from '../site';
import type { ExportJob } from './exportJob';

/** The export as an answer has it: with a fresh download URL once it is completed, and never before. */
export function exportBody(site: Site, job: ExportJob): { export: Record<string, unknown> } {
	const status = site.exports.statusOf(job);
	return {
		export: {
			id: job.id,
			operation_type: job.operationType,
			mime_type: 'zip',
			status,
			created_at: Math.floor(job.startedAt / 1000),
			object: 'export',
			...(status === 'completed' ? { download: { ...site.exports.downloads.open(job), object: 'download' } } : {}),
		},
	};
}
