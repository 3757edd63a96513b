import fc from 'fast-check';

/** Something done to bytes at a place, which counts from their beginning and goes round. */
interface Mutation {
	readonly at: number;
	readonly change: (from: Buffer) => Uint8Array;
}

const length = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 2000 }));

const change = fc.oneof(
	fc.nat(7).map((bit) => (from: Buffer) => Buffer.concat([Buffer.of((from[0] ?? 0) ^ (1 << bit)), from.subarray(1)])),
	fc.nat(255).map((byte) => (from: Buffer) => Buffer.concat([Buffer.of(byte), from.subarray(1)])),
	length.map((bytes) => (from: Buffer) => from.subarray(bytes)),
	length.map((bytes) => (from: Buffer) => Buffer.concat([from.subarray(0, bytes), from])),
	fc.uint8Array({ minLength: 1, maxLength: 8 }).map((bytes) => (from: Buffer) => Buffer.concat([bytes, from])),
	// What sizes, offsets and counts are in a ZIP file.
	fc
		.constantFrom([0, 0], [255, 255], [255, 255, 255, 255], [0, 0, 0, 128])
		.map((bytes) => (from: Buffer) => Buffer.concat([Buffer.from(bytes), from.subarray(bytes.length)])),
	fc.constant(() => Buffer.alloc(0)),
);

/** A few mutations: bits turned, bytes set, cut out, doubled, put in, and all that follows cut off. */
export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(fc.record({ at: fc.nat(), change }), {
	minLength: 1,
	maxLength: 4,
});

/** The bytes with the mutations, one after the other. */
export function mutated(bytes: Uint8Array, all: readonly Mutation[]): Uint8Array {
	return all.reduce((before: Buffer, { at, change: make }) => {
		const place = at % (before.length + 1);
		return Buffer.concat([before.subarray(0, place), make(before.subarray(place))]);
	}, Buffer.from(bytes));
}
