import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

import { hintFor } from '../../nodes/ChargebeeOrders/errors/hints';

/** Stands in a text of the source for what is put in when it runs; no message that is written down holds it. */
const HOLE = '\u0000';

/** The text of an expression, with a hole for every part that is not known; `undefined` where it is no text. */
function textOf(node: ts.Node): string | undefined {
	if (ts.isStringLiteralLike(node)) return node.text;
	if (ts.isTemplateExpression(node))
		return node.head.text + node.templateSpans.map(({ literal }) => HOLE + literal.text).join('');
	if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
	const [left, right] = [textOf(node.left), textOf(node.right)];
	return left === undefined && right === undefined ? undefined : (left ?? HOLE) + (right ?? HOLE);
}

/** Every text in a source, of constants and templates, parts of larger ones too. */
export function textsIn(source: string): string[] {
	const texts: string[] = [];
	const visit = (node: ts.Node): void => {
		const text = textOf(node);
		if (text !== undefined) texts.push(text);
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.ES2022));
	return texts;
}

/** Every text in the TypeScript files below the folders. */
export function textsBelow(...folders: string[]): string[] {
	return folders.flatMap((folder) =>
		readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.ts'))
			.flatMap((name) => textsIn(readFileSync(join(folder, name), 'utf8'))),
	);
}

/**
 * What a text of the source must be like to be the message, in which "…" stands for anything: word for word, from its
 * beginning to its end, or to the end of a clause.
 */
function patternOf(message: string): RegExp {
	const words = message
		.split('…')
		.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
		.join('[^]*')
		.replace(/^\[\^\]\* /, '(?:[^]* )?')
		.replace(/ \[\^\]\*$/, '(?: [^]*)?');
	return new RegExp(`^${words}(?:[:,.] [^]*)?$`);
}

/** Whether there are hints on a code of Chargebee. */
function isCode(message: string): boolean {
	return /^[a-z_]+$/.test(message) && hintFor(422, message, true) !== hintFor(422, 'no_code_of_chargebee', true);
}

/** The messages that the node does not say, or says in other words. What is said in brackets at an end is a text of its own. */
export function unsaid(messages: readonly string[], texts: readonly string[]): string[] {
	return messages.filter((message) => {
		if (isCode(message)) return false;
		const appended = /^… \((.+)\)$/.exec(message)?.[1];
		const forms = [message, ...(appended === undefined ? [] : [appended])].filter((form) => /\w+ \w+/.test(form));
		return !forms.map(patternOf).some((pattern) => texts.some((text) => pattern.test(text)));
	});
}
