import { notFound } from '../requests/apiError';
import { readForm } from '../requests/parameters';
import type { Handler } from '../site';
import { exportBody } from './exportBody';

/** `GET /api/v2/exports/{id}`. */
export const retrieveExport: Handler = (site, call) => {
	readForm(call.pairs, { parameters: [] }, call.entry);
	const job = site.exports.get(call.id);
	const isForeign =
		call.businessEntity !== undefined &&
		job?.businessEntity !== undefined &&
		call.businessEntity !== job.businessEntity;
	if (job === undefined || isForeign) throw notFound(call.id);
	if (site.exports.poll(job)) call.entry.violations.push(`the export ${job.id} was polled too fast`);
	return exportBody(site, job);
};
