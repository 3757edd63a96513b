import { nearest } from '../../nodes/ChargebeeOrders/encode/nearest';

describe('the name that was probably meant', () => {
	it.each([
		['queed', ['shipped', 'queued'], 'queued'],
		['notee', ['no', 'note'], 'note'],
		['nte', ['date', 'note'], 'note'],
		['STATUS', ['state', 'status'], 'status'],
		['status', ['STATE', 'STATUS'], 'STATUS'],
		['', ['note', 'id'], 'id'],
		['ab', ['ba', 'abc'], 'abc'],
	])('of %j among %j is %s, the one with the fewest edits', (name, valid, meant) => {
		expect(nearest(name, valid)).toBe(meant);
	});

	it('is the first of those that are as near', () => {
		expect(nearest('x', ['a', 'b'])).toBe('a');
	});

	it('is none where there are no names', () => {
		expect(nearest('x', [])).toBeUndefined();
	});
});
