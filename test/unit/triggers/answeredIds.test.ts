import { rememberAnswered, wasAnswered } from '../../../nodes/ChargebeeOrders/triggers/webhook/answeredIds';

it('knows what was answered, for each node apart', () => {
	rememberAnswered('a', 'ev_1');
	expect([wasAnswered('a', 'ev_1'), wasAnswered('a', 'ev_2'), wasAnswered('b', 'ev_1')]).toEqual([true, false, false]);
});

it('keeps the latest 5,000 of a node', () => {
	for (let number = 0; number <= 5_000; number += 1) rememberAnswered('many', `ev_${number}`);
	expect([wasAnswered('many', 'ev_0'), wasAnswered('many', 'ev_1'), wasAnswered('many', 'ev_5000')]).toEqual([
		...[false, true, true],
	]);
});

it('keeps the 100 nodes that had an event last', () => {
	for (let number = 0; number < 100; number += 1) rememberAnswered(`node ${number}`, 'ev');
	rememberAnswered('node 0', 'ev_2');
	rememberAnswered('one more', 'ev');
	expect([wasAnswered('node 0', 'ev'), wasAnswered('node 1', 'ev'), wasAnswered('node 2', 'ev')]).toEqual([
		...[true, false, true],
	]);
});
