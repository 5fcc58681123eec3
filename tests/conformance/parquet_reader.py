"""Reads the Parquet files that kewp writes: Python's standard library and zstandard, written from the format's
description (parquet.thrift, Encodings.md), no line shared with the writer. It checks more than a reader must: every
byte of the file belongs to one page or to the footer, every count, size and checksum agrees.
"""

import datetime
import struct
import zlib

import zstandard

BOOLEAN, INT64, DOUBLE, BYTE_ARRAY = 0, 2, 5, 6
REQUIRED, OPTIONAL, REPEATED = 0, 1, 2
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


class Thrift:
    """Compact protocol, without a schema: a struct becomes a dict by field number."""

    def __init__(self, data, position=0):
        self.data, self.position = data, position

    def byte(self):
        self.position += 1
        return self.data[self.position - 1]

    def varint(self):
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if not byte & 0x80:
                return value
            shift += 7

    def signed(self):
        value = self.varint()
        return value >> 1 if value % 2 == 0 else -(value >> 1) - 1

    def value(self, kind):
        if kind in (1, 2):
            return kind == 1
        if kind in (4, 5, 6):
            return self.signed()
        if kind == 8:
            size = self.varint()
            self.position += size
            return bytes(self.data[self.position - size:self.position])
        if kind == 9:
            head = self.byte()
            size = head >> 4 if head >> 4 < 15 else self.varint()
            return [self.value(head & 15) for _ in range(size)]
        assert kind == 12, f"a type that the files do not use: {kind}"
        return self.struct()

    def struct(self):
        fields, number = {}, 0
        while head := self.byte():
            number = number + (head >> 4) if head >> 4 else self.signed()
            assert number not in fields
            fields[number] = self.value(head & 15)
        return fields


def hybrid(data, position, end, width, count):
    """`count` numbers of `width` bits in runs and packed groups."""
    values = []
    thrift = Thrift(data, position)
    while len(values) < count:
        head = thrift.varint()
        size = (width + 7) // 8 if head % 2 == 0 else (head >> 1) * width
        packed = int.from_bytes(data[thrift.position:thrift.position + size], "little")
        thrift.position += size
        if head % 2 == 0:
            assert packed < 1 << width
            values += [packed] * (head >> 1)
        else:
            mask = (1 << width) - 1
            values += [packed >> (i * width) & mask for i in range((head >> 1) * 8)]
    assert len(values) < count + 8, "a run or group too many"
    assert thrift.position == end
    assert not any(values[count:]), "the last group is not filled up with zeros"
    return values[:count]


def plain(data, position, end, kind, count):
    values = []
    if kind == BYTE_ARRAY:
        for _ in range(count):
            (size,) = struct.unpack_from("<I", data, position)
            values.append(data[position + 4:position + 4 + size].decode())
            position += 4 + size
    elif kind == BOOLEAN:
        values = [bool(data[position + i // 8] >> (i % 8) & 1) for i in range(count)]
        position += (count + 7) // 8
    else:
        values = list(struct.unpack_from(f"<{count}{'q' if kind == INT64 else 'd'}", data, position))
        position += 8 * count
    assert position == end, "the page is longer than its values"
    return values


class Column:
    """A leaf of the schema with what is above it."""

    def __init__(self, name, leaf, optional, is_list):
        self.name, self.kind, self.optional, self.is_list = name, leaf[1], optional, is_list
        logical = leaf.get(10, {})
        self.is_text = 1 in logical
        self.is_time = 8 in logical
        if self.is_time:
            assert logical[8] == {1: True, 2: {2: {}}} and leaf[6] == 10
        if self.is_text:
            assert leaf[6] == 0
        self.top = int(optional) + int(is_list)
        self.path = [name, "list", "element"] if is_list else [name]

    def shown(self, value):
        return EPOCH + datetime.timedelta(microseconds=value) if self.is_time else value


def read_schema(elements):
    root, rest = elements[0], elements[1:]
    assert 3 not in root, "the root has no repetition"
    columns = []
    while rest:
        first = rest.pop(0)
        name = first[4].decode()
        if 5 in first:
            assert first[5] == 1 and first[6] == 3 and first[10] == {3: {}}
            middle, leaf = rest.pop(0), rest.pop(0)
            assert (middle[4], middle[3], middle[5]) == (b"list", REPEATED, 1)
            assert (leaf[4], leaf[3]) == (b"element", REQUIRED)
            columns.append(Column(name, leaf, first[3] == OPTIONAL, True))
        else:
            columns.append(Column(name, first, first[3] == OPTIONAL, False))
    assert root[5] == len(columns)
    return columns


class File:
    """A whole file: `columns`, `rows`, `notes`, `groups` (the statistics of each column, decoded)."""

    def __init__(self, data):
        assert data[:4] == b"PAR1" and data[-4:] == b"PAR1"
        (size,) = struct.unpack_from("<I", data, len(data) - 8)
        footer = Thrift(data, len(data) - 8 - size)
        self.end = footer.position
        self.metadata = footer.struct()
        assert footer.position == len(data) - 8
        self.data = data
        self.columns = read_schema(self.metadata[2])
        assert self.metadata[7] == [{1: {}}] * len(self.columns)
        self.notes = {note[1].decode(): note[2].decode() for note in self.metadata.get(5, [])}
        self.created_by = self.metadata[6].decode()
        self.groups, self.rows, self.dictionaries = [], [], set()
        self.position = 4
        for number, group in enumerate(self.metadata[4]):
            self.read_group(group, number)
        assert self.position == self.end, "bytes that belong to no page"
        assert len(self.rows) == self.metadata[3]

    def read_group(self, group, number):
        assert group[5] == self.position and group[7] == number
        chunks = [self.read_chunk(column, chunk) for column, chunk in zip(self.columns, group[1], strict=True)]
        assert group[6] == sum(chunk[3][7] for chunk in group[1]) == self.position - group[5]
        assert group[2] == sum(chunk[3][6] for chunk in group[1])
        rows = list(zip(*(values for values, _ in chunks), strict=True))
        assert len(rows) == group[3]
        self.rows += rows
        self.groups.append({column.name: bounds for column, (_, bounds) in zip(self.columns, chunks)})

    def page(self):
        """The next page's header and bytes."""
        begin = self.position
        thrift = Thrift(self.data, begin)
        header = thrift.struct()
        packed = self.data[thrift.position:thrift.position + header[3]]
        assert zlib.crc32(packed) == header[4] & 0xFFFFFFFF
        body = zstandard.ZstdDecompressor().decompress(packed, max_output_size=header[2])
        assert len(body) == header[2]
        self.position = thrift.position + header[3]
        head_bytes = thrift.position - begin
        return header, body, head_bytes + len(body)

    def read_chunk(self, column, chunk):
        about = chunk[3]
        assert (about[1], about[4], about[3]) == (column.kind, 6, [part.encode() for part in column.path])
        begin, plain_bytes, dictionary = self.position, 0, None
        if 11 in about:
            assert about[11] == self.position
            header, body, size = self.page()
            assert header[1] == 2 and header[7][2] == 0
            dictionary = plain(body, 0, len(body), column.kind, header[7][1])
            assert len(set(dictionary)) == len(dictionary)
            self.dictionaries.add(column.name)
            plain_bytes += size
        assert about[2] == ([0, 3, 8] if dictionary else [0, 3])
        assert about[9] == self.position
        entries = []
        while self.position < begin + about[7]:
            header, body, size = self.page()
            assert header[1] == 0
            entries += self.read_entries(column, header[5], body, dictionary)
            plain_bytes += size
        assert (self.position - begin, plain_bytes, len(entries)) == (about[7], about[6], about[5])
        self.check_statistics(column, about[12], entries)
        return self.rows_of(column, entries), self.bounds(column, about[12])

    @staticmethod
    def read_entries(column, header, body, dictionary):
        """(repetition, definition, value or None) of one page."""
        count, position = header[1], 0
        assert (header[3], header[4]) == (3, 3)

        def levels(largest):
            nonlocal position
            if largest == 0:
                return [0] * count
            (size,) = struct.unpack_from("<I", body, position)
            begin = position + 4
            position = begin + size
            return hybrid(body, begin, position, largest.bit_length(), count)

        repetitions = levels(int(column.is_list))
        definitions = levels(column.top)
        assert repetitions[0] == 0, "a page begins within a row"
        present = sum(level == column.top for level in definitions)
        if dictionary is None:
            assert header[2] == 0
            values = plain(body, position, len(body), column.kind, present)
        else:
            assert header[2] == 8
            indices = hybrid(body, position + 1, len(body), body[position], present)
            values = [dictionary[index] for index in indices]
        rest = iter(values)
        return [(repetition, definition, next(rest) if definition == column.top else None)
                for repetition, definition in zip(repetitions, definitions)]

    @staticmethod
    def rows_of(column, entries):
        if not column.is_list:
            return [None if value is None else column.shown(value) for _, _, value in entries]
        rows = []
        for repetition, definition, value in entries:
            if repetition == 0:
                rows.append(None if column.optional and definition == 0 else [])
            if definition == column.top:
                rows[-1].append(value)
        return rows

    @staticmethod
    def decoded(column, data):
        if column.kind == BYTE_ARRAY:
            return data.decode()
        return plain(data, 0, len(data), column.kind, 1)[0]

    def bounds(self, column, statistics):
        if 6 not in statistics:
            return None
        return column.shown(self.decoded(column, statistics[6])), column.shown(self.decoded(column, statistics[5]))

    def check_statistics(self, column, statistics, entries):
        values = [value for _, _, value in entries if value is not None]
        assert statistics[3] == len(entries) - len(values)
        if 6 not in statistics:
            return
        least, most = self.decoded(column, statistics[6]), self.decoded(column, statistics[5])
        key = (lambda text: text.encode()) if column.kind == BYTE_ARRAY else (lambda value: value)
        true_least, true_most = min(values, key=key), max(values, key=key)
        assert key(least) <= key(true_least) and key(true_most) <= key(most)
        assert statistics[8] == (least == true_least)
        assert statistics[7] == (most == true_most)
