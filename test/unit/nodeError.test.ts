import { NodeOperationError, type INode } from 'n8n-workflow';

import { ApiError, type ErrorDetails } from '../../nodes/ChargebeeOrders/errors/ApiError';
import { InputError } from '../../nodes/ChargebeeOrders/errors/InputError';
import { errorItem, nodeError } from '../../nodes/ChargebeeOrders/errors/nodeError';

const node: INode = { id: 'id', name: 'Node', type: 'x', typeVersion: 1, position: [0, 0], parameters: {} };
const progress = 'None of the 3 items was done.';

function descriptionOf(reason: unknown, more: { progress?: string } = {}): string | null | undefined {
	return nodeError(reason, { node, itemIndex: 0, asTool: false, ...more }).description;
}
const apiError = (details: ErrorDetails): ApiError => new ApiError('Refused', details);

it.each([
	['Reopen needs one that is cancelled', 'Reopen needs one that is cancelled.'],
	['Read it first.', 'Read it first.'],
	['Did you mean note?', 'Did you mean note?'],
	['Give "a.b."', 'Give "a.b."'],
	['Give a number such as "3"', 'Give a number such as "3".'],
	['Take the first (of two)', 'Take the first (of two).'],
])('a hint ends with one full stop: %s', (hint, ended) => {
	for (const reason of [apiError({ hint }), new InputError('p', 'Wrong', hint)]) {
		expect(descriptionOf(reason)).toBe(ended);
		expect(errorItem(reason, node, {}, 0).json.details).toMatchObject({ hint: ended });
	}
	expect(descriptionOf(apiError({ hint, code: 'c', exportId: 'e' }))).toBe(
		`${ended} Chargebee's code: c. Export ID: e.`,
	);
});

describe('what became of the other items', () => {
	it("stands on a line of its own, in the HTML of n8n's editor too", () => {
		expect(descriptionOf(apiError({ hint: 'Read it first' }), { progress })).toBe(`Read it first.<br>\n${progress}`);
		expect(descriptionOf(apiError({ code: 'c' }), { progress })).toBe(`Chargebee's code: c.<br>\n${progress}`);
	});

	it('is all there is to say where there is no hint', () => {
		expect(descriptionOf(apiError({}), { progress })).toBe(progress);
		expect(descriptionOf(new Error('Broken'), { progress })).toBe(progress);
	});

	it('follows what n8n says of an error of its own', () => {
		const own = new NodeOperationError(node, 'No value', { description: 'Run the node before' });
		expect(descriptionOf(own, { progress })).toBe(`Run the node before.<br>\n${progress}`);
		const expression = Object.assign(new Error('No value'), { description: 'Run the node before' });
		expect(descriptionOf(expression, { progress })).toBe(`Run the node before.<br>\n${progress}`);
	});

	it('is part of the message of a tool, as text', () => {
		const error = nodeError(apiError({ hint: 'Read it first' }), { node, itemIndex: 0, asTool: true, progress });
		expect(error.message).toBe(`Refused. Read it first.\n${progress}`);
	});
});

it('a message of a tool that ends a sentence gets no second full stop', () => {
	for (const message of ['Refused.', 'Refused', 'Refused?']) {
		const error = nodeError(new ApiError(message, { hint: 'Wait' }), { node, itemIndex: 0, asTool: true });
		expect(error.message).toBe(`${message === 'Refused' ? 'Refused.' : message} Wait.`);
	}
});
