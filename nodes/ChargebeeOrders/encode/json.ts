import { InputError } from '../errors/InputError';
import { describe, isBlank, isRecord, parseJson } from '../values';

/** Characters that are shown of the text behind the place where it breaks. */
const SHOWN = 30;

/** Says where a text stops being JSON: the parser names the position, or the text around it. */
function breakOf(text: string): string {
	try {
		JSON.parse(text);
		return '';
	} catch (reason) {
		const problem = reason instanceof Error ? reason.message : String(reason);
		const position = /at position (\d+)/.exec(problem)?.[1];
		if (position === undefined) return `: ${problem}`;
		const rest = text.slice(Number(position), Number(position) + SHOWN).replace(/\s+/g, ' ');
		return `: ${problem}, ${rest === '' ? 'its end' : `before ${rest}`}`;
	}
}

function hintFor(given: unknown, example: string): string {
	if (typeof given === 'string' && given.includes('[object Object]')) {
		return 'An expression put an object into the text as [object Object]: write {{ JSON.stringify($json.field) }} there, without quotes around it.';
	}
	return `Give ${example}: names and text in double quotes, no comma after the last entry. Text of an expression goes in as {{ JSON.stringify($json.field) }}, without quotes around it.`;
}

function parsedJson(value: unknown): unknown {
	return typeof value === 'string' ? parseJson(value) : value;
}

function noJson(value: unknown, label: string, what: 'object' | 'list', example: string): InputError {
	const problem = typeof value === 'string' ? breakOf(value) : '';
	return new InputError(
		label,
		`${label} is not a JSON ${what} but ${describe(value)}${problem}`,
		hintFor(value, example),
	);
}

/**
 * A JSON object typed in the editor or given by an expression.
 * @param label the parameter as the editor names it
 * @throws InputError for what holds nothing and for what is no object, saying where a text breaks
 */
export function jsonObject(value: unknown, label: string): Record<string, unknown> {
	if (isBlank(value)) {
		throw new InputError(
			label,
			`${label} has no value: ${describe(value)}`,
			'Check the expression: the field that it reads may not exist on this item. For an empty object give {}.',
		);
	}
	const parsed = parsedJson(value);
	if (isRecord(parsed)) return parsed;
	throw noJson(value, label, 'object', 'one object such as { "name": "value" }');
}

/**
 * The entries of a list that was dropped onto its input, typed there as JSON or given by an expression; one object is a
 * list of it, and no value a list without any.
 * @param label the parameter as the editor names it
 * @throws InputError for what is no list, saying where a text breaks
 */
export function jsonList(value: unknown, label: string): unknown[] {
	if (isBlank(value)) return [];
	const parsed = parsedJson(value);
	if (Array.isArray(parsed)) return parsed;
	if (isRecord(parsed)) return [parsed];
	throw noJson(value, label, 'list', 'a list of objects such as [{ "name": "value" }]');
}

/** An example of JSON for a text, in one line. Its braces stand apart: n8n would take two for an expression. */
export function jsonExample(value: object): string {
	return JSON.stringify(value, null, 1).replace(/\s*\n\s*/g, ' ');
}
