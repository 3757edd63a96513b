import type { NodeExecutionHint } from 'n8n-workflow';

import type { RunReport } from '../RunReport';

/** Exports that a hint tells of one by one. */
const MOST_NOTES = 5;

function count(number: number, singular: string, plural: string): string {
	return `${number.toLocaleString('en')} ${number === 1 ? singular : plural}`;
}

function seconds(milliseconds: number): string {
	return `${Math.round(milliseconds / 1000)} s`;
}

function firstOf(notes: readonly string[]): string[] {
	const more = notes.length - MOST_NOTES;
	return [...notes.slice(0, MOST_NOTES), ...(more > 0 ? [`And ${count(more, 'export', 'exports')} more.`] : [])];
}

function facts(report: RunReport): string[] {
	const { requests, retries, rateLimitWait, outageWait, replays, validated, pagesAtOnce, notes } = report;
	return [
		...firstOf(notes),
		...(validated > 0 ? [`Validate Only: nothing was sent for ${count(validated, 'item', 'items')}.`] : []),
		...(pagesAtOnce > 1 ? [`Read by ${count(requests, 'request', 'requests')}, up to ${pagesAtOnce} at once.`] : []),
		...(retries > 0 ? [`${count(retries, 'request was', 'requests were')} repeated.`] : []),
		...(rateLimitWait >= 1000 ? [`${seconds(rateLimitWait)} waited for the rate limit.`] : []),
		...(outageWait >= 1000 ? [`${seconds(outageWait)} waited for Chargebee to answer again.`] : []),
		...(replays > 0 ? [`${count(replays, 'item was', 'items were')} already done, and not done twice.`] : []),
	];
}

/** n8n shows hints as HTML, and the names of files are anyone's. */
function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * What a person should know of a run that its items do not say, of which what to look at is a warning. A run that did what
 * was asked for at once has no hint.
 * @param items how many came in, and how many of them failed
 */
export function runHints(report: RunReport, items: { total: number; failed: number }): NodeExecutionHint[] {
	const { total, failed } = items;
	const warnings = [
		...(failed > 0 ? [`${failed.toLocaleString('en')} of ${count(total, 'item', 'items')} failed.`] : []),
		...firstOf(report.warnings),
	];
	const hints = [
		{ type: 'warning', sentences: warnings },
		{ type: 'info', sentences: facts(report) },
	] as const;
	return hints
		.filter(({ sentences }) => sentences.length > 0)
		.map(({ type, sentences }) => ({ type, message: escaped(sentences.join(' ')), location: 'outputPane' }));
}
