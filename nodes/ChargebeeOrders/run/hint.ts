import type { RunReport } from '../RunReport';

function count(number: number, singular: string, plural: string): string {
	return `${number.toLocaleString('en')} ${number === 1 ? singular : plural}`;
}

/** Exports that a hint tells of one by one. */
const MOST_NOTES = 5;

/** One sentence or two on what a run did: "1,204 items, 13 requests, 12 s waited for the rate limit". */
export function runHint(report: RunReport, items: number, failed: number): string {
	const facts = [
		count(items, 'item', 'items'),
		...(failed > 0 ? [`${failed} of them failed`] : []),
		count(report.requests, 'request', 'requests'),
		...(report.retries > 0 ? [count(report.retries, 'of them repeated', 'of them repeated')] : []),
		...(report.rateLimitWait >= 1000 ? [`${Math.round(report.rateLimitWait / 1000)} s waited for the rate limit`] : []),
		...(report.outageWait >= 1000
			? [`${Math.round(report.outageWait / 1000)} s waited for Chargebee to answer again`]
			: []),
		...(report.replays > 0
			? [`${count(report.replays, 'answer', 'answers')} of Chargebee to work done before, which was not done twice`]
			: []),
	];
	const more = report.notes.length - MOST_NOTES;
	return [
		`${facts.join(', ')}.`,
		...(report.validated > 0
			? [`Validate Only: nothing was sent for ${count(report.validated, 'item', 'items')}.`]
			: []),
		...(report.cutLists > 0 ? ['There are more: Limit cut the list.'] : []),
		...report.notes.slice(0, MOST_NOTES),
		...(more > 0 ? [`And ${count(more, 'export', 'exports')} more.`] : []),
	].join(' ');
}
