"""How right the analyser is: on a corpus with human marks, and on sentences marked by hand.

    python benchmarks/accuracy.py CORPUS [--own FOLDER] [--part development|aside]

CORPUS holds ``docs.jsonl``, ``gold_attributions.jsonl``, ``gold_quotes.jsonl`` and ``score.py``; FOLDER
holds items and labels of one's own (``sources``, ``denials``, ``hedges``: ``*_items.jsonl`` and
``*_labels.jsonl``; whole articles: ``whole_N.jsonl`` and ``whole_N_labels.jsonl``, unnamed sources:
``anon_N.jsonl`` likewise) and ``aside.json``, the documents that rules are never tuned on. Neither is
part of the project. Prints a table; asserts nothing.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from mediakit.analyser import read, source_kind
from mediakit.reading import Reading
from mediakit.text import split_sentences

Row = dict[str, Any]


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def quotes_of(reading: Reading) -> list[Row]:
    """Quotations with a speaker, as the scorer wants them."""
    speaker = {link.ends["quote"]: link.ends["source"] for link in reading.links_of("speaker")}
    found = []
    for mark in reading.labelled("quote"):
        if mark.id in speaker:
            span = reading.mark(speaker[mark.id]).hull
            found.append({"start": mark.hull.start, "end": mark.hull.end, "speaker": list(span)})
    return found


def attributions_of(reading: Reading) -> list[Row]:
    """The outermost attributions, as the scorer wants them."""
    marks = {mark.id: mark for mark in reading.marks}
    found = []
    for link in reading.links_of("attribution"):
        if link.inside:
            continue
        source, cue = marks[link.ends["source"]], link.end("cue")
        hidden = source.kind == "hidden"
        cues = marks[cue].spans if cue else source.spans if hidden else ()
        found.append({
            "source": [] if hidden else [list(span) for span in source.spans],
            "cue": [list(span) for span in cues],
            "content": [list(span) for span in marks[link.ends["content"]].spans],
        })  # fmt: skip
    return found


def denial_label(reading: Reading, start: int = 0, end: int | None = None) -> str:
    """One label for a sentence: an explicit decline beats the rest, a half denial a flat one."""
    end = len(reading.text) if end is None else end
    kinds = {m.kind for m in reading.labelled("denial") if start <= m.start < end}
    if "no-comment" in kinds:
        return "no-comment"
    if "partial" in kinds:
        return "limited"
    if "categorical" in kinds:
        return "categorical"
    return "limited" if "deflecting" in kinds else "none"


def prf(hit: int, false: int, missed: int) -> tuple[float, float, float]:
    precision = hit / (hit + false) if hit + false else 0.0
    recall = hit / (hit + missed) if hit + missed else 0.0
    both = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return precision, recall, both


def macro(gold: list[str], given: list[str]) -> tuple[float, dict[str, float]]:
    """The mean F1 over labels, and each label's own."""
    scores = {}
    for label in sorted(set(gold)):
        hit = sum(g == p == label for g, p in zip(gold, given, strict=True))
        scores[label] = prf(hit, given.count(label) - hit, gold.count(label) - hit)[2]
    return sum(scores.values()) / len(scores), scores


def overlap(gold: list[tuple[int, int]], given: list[tuple[int, int]],
            optional: Iterable[tuple[int, int]] = ()) -> tuple[int, int, int]:  # fmt: skip
    """Hits, false alarms and misses of spans, where touching is enough."""
    touch = lambda a, b: a[0] < b[1] and b[0] < a[1]  # noqa: E731
    hit = sum(any(touch(g, p) for p in given) for g in gold)
    false = sum(not any(touch(g, p) for g in [*gold, *optional]) for p in given)
    return hit, false, len(gold) - hit


def show(name: str, value: float, rest: str = "") -> None:
    print(f"{name:46} {value:6.3f}  {rest}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--own", type=Path)
    parser.add_argument("--part", choices=("development", "aside"))
    parser.add_argument("--errors", choices=("sources", "denials", "hedges", "whole", "anon"))
    options = parser.parse_args()
    aside = set(json.loads((options.own / "aside.json").read_text())) if options.own else set()
    wanted: Callable[[str], bool] = {
        None: lambda doc: True,
        "development": lambda doc: doc not in aside,
        "aside": lambda doc: doc in aside,
    }[options.part]
    texts = {row["doc_id"]: row["text"] for row in rows_of(options.corpus / "docs.jsonl")}
    texts = {doc: text for doc, text in texts.items() if wanted(doc)}
    readings = {doc: read(text) for doc, text in texts.items()}
    _on_the_corpus(options.corpus, readings)
    if options.own:
        for task in (_sources, _denials, _hedges, _unnamed, _whole):
            task(options.own, texts, readings, options.errors)


def _on_the_corpus(corpus: Path, readings: dict[str, Reading]) -> None:
    spec = importlib.util.spec_from_file_location("score", corpus / "score.py")
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    every = score.docs
    score.docs = lambda split: {doc: row for doc, row in every(split).items() if doc in readings}
    quotes = [{"doc_id": doc, "quotes": quotes_of(reading)} for doc, reading in readings.items()]
    print(f"{len(readings)} documents")
    for name, one in score.score_quotes(quotes, "all").items():
        value = one.get("F1", one.get("acc"))
        show(name, value, " ".join(f"{k} {v}" for k, v in one.items() if k in "PR"))
    rows = [{"doc_id": doc, "attributions": attributions_of(r)} for doc, r in readings.items()]
    for name, one in score.score_attributions(rows, "all").items():
        show(name[:44], one["F1"], " ".join(f"{k} {v}" for k, v in one.items() if k != "F1"))


def _labelled(own: Path, task: str, texts: dict[str, str]) -> list[tuple[Row, Row]]:
    path = own / f"{task}_labels.jsonl"
    if not path.exists():
        return []
    labels = {row["id"]: row for row in rows_of(path)}
    items = rows_of(own / f"{task}_items.jsonl")
    return [
        (one, labels[one["id"]]) for one in items if one["doc_id"] in texts and one["id"] in labels
    ]


def _sources(own: Path, texts: dict[str, str], readings: dict[str, Reading], errors: str) -> None:
    pairs = _labelled(own, "sources", texts)
    if not pairs:
        return
    gold = [label["label"] for _, label in pairs]
    alone = [source_kind(item["phrase"], item["sentence"]) for item, _ in pairs]
    value, each = macro(gold, alone)
    show(f"own: source kinds ({len(pairs)})", value, _each(each))
    if errors == "sources":
        for (item, _), right, was in zip(pairs, gold, alone, strict=True):
            if right != was:
                print(f"   {right} > {was}: [{item['phrase']}] {item['sentence'][:140]}")


def _each(scores: dict[str, float]) -> str:
    return " ".join(f"{name} {value:.2f}" for name, value in scores.items())


def _denials(own: Path, texts: dict[str, str], readings: dict[str, Reading], errors: str) -> None:
    pairs = _labelled(own, "denials", texts)
    if not pairs:
        return
    gold = [label["label"] for _, label in pairs]
    given = [denial_label(read(item["text"])) for item, _ in pairs]
    value, each = macro(gold, given)
    show(f"own: denials ({len(pairs)})", value, _each(each))
    if errors == "denials":
        for (item, _), right, was in zip(pairs, gold, given, strict=True):
            if right != was:
                print(f"   {right} > {was}: {item['text']}")


def _hedges(own: Path, texts: dict[str, str], readings: dict[str, Reading], errors: str) -> None:
    pairs = _labelled(own, "hedges", texts)
    if not pairs:
        return
    gold, given, counts = [], [], [0, 0, 0]
    for item, label in pairs:
        spans = []
        for cue in label.get("cues", ()):
            start = item["text"].find(cue)
            spans.append((start, start + len(cue)))
        found = [tuple(mark.hull) for mark in read(item["text"]).labelled("hedge")]
        one = overlap(spans, found)
        counts = [a + b for a, b in zip(counts, one, strict=True)]
        gold.append(label["label"])
        given.append("hedged" if found else "not-hedged")
        if errors == "hedges" and (one[1] or one[2]):
            words = [item["text"][a:b] for a, b in found]
            print(f"   gold {label.get('cues')} found {words}: {item['text'][:260]}")
    value, each = macro(gold, given)
    show(f"own: hedges, sentences ({len(pairs)})", value, _each(each))
    precision, recall, both = prf(*counts)
    show("own: hedges, cues", both, f"P {precision:.3f} R {recall:.3f}")


def _spans(path: Path, texts: dict[str, str]) -> dict[str, list[tuple[str, int, int, Row]]]:
    """The marks of documents as (type, start, end, row)."""
    found: dict[str, list[tuple[str, int, int, Row]]] = {}
    for doc in rows_of(path):
        if doc["doc_id"] in texts:
            found[doc["doc_id"]] = []
    for row in rows_of(path.with_name(f"{path.stem}_labels.jsonl")):
        text = texts.get(row["doc_id"])
        if text is None:
            continue
        sentence = split_sentences(text)[row["sentence"]]
        start = text.find(row["words"], sentence.start)
        found[row["doc_id"]].append((row["type"], start, start + len(row["words"]), row))
    return found


def _unnamed(own: Path, texts: dict[str, str], readings: dict[str, Reading], errors: str) -> None:
    counts, documents = [0, 0, 0], 0
    for path in sorted(own.glob("anon_[0-9].jsonl")):
        if not path.with_name(f"{path.stem}_labels.jsonl").exists():
            continue
        for doc, marks in _spans(path, texts).items():
            documents += 1
            given = [tuple(m.hull) for m in readings[doc].labelled("source") if m.kind == "unnamed"]
            gold = [(s, e) for kind, s, e, _ in marks if kind == "unnamed"]
            optional = [(s, e) for kind, s, e, _ in marks if kind == "optional"]
            one = overlap(gold, given, optional)
            counts = [a + b for a, b in zip(counts, one, strict=True)]
            if errors == "anon":
                _tell(texts[doc], gold, given, optional)
    if documents:
        precision, recall, both = prf(*counts)
        show(
            f"own: unnamed-source spans ({documents} docs)",
            both,
            f"P {precision:.3f} R {recall:.3f} {counts}",
        )


def _tell(text: str, gold: list[Any], given: list[Any], optional: list[Any]) -> None:
    for name, ones, others in (("MISSED", gold, given), ("FALSE", given, [*gold, *optional])):
        for a, b in ones:
            if not any(a < d and c < b for c, d in others):
                around = text[max(0, a - 60) : a] + "[" + text[a:b] + "]" + text[b : b + 70]
                print(f"   {name} {around!r}")


def _whole(own: Path, texts: dict[str, str], readings: dict[str, Reading], errors: str) -> None:
    counts = {"hedge": [0, 0, 0], "denial": [0, 0, 0], "source": [0, 0, 0]}
    documents = 0
    for path in sorted(own.glob("whole_[0-9].jsonl")):
        if not path.with_name(f"{path.stem}_labels.jsonl").exists():
            continue
        for doc, marks in _spans(path, texts).items():
            documents += 1
            for label in counts:
                kinds = ("unnamed", "hidden") if label == "source" else (label,)
                gold = [(s, e) for kind, s, e, _ in marks if kind in kinds]
                given = [
                    tuple(m.hull)
                    for m in readings[doc].labelled(label)
                    if label != "source" or m.kind in kinds
                ]
                one = overlap(gold, given)
                counts[label] = [a + b for a, b in zip(counts[label], one, strict=True)]
                if errors == "whole":
                    print("  ", label)
                    _tell(texts[doc], gold, given, [])
    if documents:
        for label, one in counts.items():
            precision, recall, both = prf(*one)
            show(
                f"own: whole articles, {label} ({documents} docs)",
                both,
                f"P {precision:.3f} R {recall:.3f} {one}",
            )


if __name__ == "__main__":
    sys.exit(main())
