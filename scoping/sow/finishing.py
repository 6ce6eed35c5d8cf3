"""What WeasyPrint leaves out of a PDF: scopes of header cells, one annotation for a link, notes, fields to sign in.

Works on its objects just before they are written (`write_pdf(finisher=…)`).
"""

from collections.abc import Iterator, Mapping
from typing import Any

Element = Mapping[str, Any]
SIGNATURE = "signature-"  # begins the name of an input that becomes a signature field


def finish(document: Any, pdf: Any) -> None:
    """The finisher: `document` is WeasyPrint's, `pdf` pydyf's with everything in it."""
    _scope_headers(pdf)
    _single_links(document, pdf)
    _tag_notes(pdf)
    _signature_fields(pdf)
    pdf.objects[_number(pdf.catalog["Metadata"])].compress = False  # PDF/A: readable by whoever knows no PDF


def _scope_headers(pdf: Any) -> None:
    """Says whether a header cell heads its column or its row: those of the head the one, all others the other."""
    for cell in _elements(pdf, "/TH"):
        row = pdf.objects[_number(cell["P"])]
        is_head = pdf.objects[_number(row["P"])]["S"] == "/THead"
        cell["A"]["Scope"] = "/Column" if is_head else "/Row"


def _single_links(document: Any, pdf: Any) -> None:
    """Keeps the outermost annotation of a link, called by what the link says.

    WeasyPrint makes another one for every element inside, which no reader could tell apart, and which a validator
    misses inside a link.
    """
    import pydyf

    said = {box.link_annotation.number: _said(box) for page in document.pages for *_, box in page.links}
    numbers = pdf.objects[_number(pdf.objects[_number(pdf.catalog["StructTreeRoot"])]["ParentTree"])]["Nums"]
    holders = {key: held for key, held in zip(numbers[::2], numbers[1::2], strict=True) if isinstance(held, bytes)}
    for page in _pages(pdf):
        for reference in list(page.get("Annots", ())):
            annotation = pdf.objects[_number(reference)]
            if annotation["Subtype"] != "/Link":
                continue
            holder = pdf.objects[_number(holders[annotation["StructParent"]])]
            if holder["S"] == "/Link" and "/Link" not in [element["S"] for element in _above(pdf, holder)]:
                annotation["Contents"] = pydyf.String(said[annotation.number])
                continue
            page["Annots"].remove(reference)
            for kid in list(holder["K"]):
                if isinstance(kid, bytes) and pdf.objects[_number(kid)].get("Obj") == reference:
                    holder["K"].remove(kid)
            place = numbers.index(annotation["StructParent"])
            del numbers[place : place + 2]


def _said(box: Any) -> str:
    """The words of a link, which say where it leads."""
    return " ".join("".join(box.element.itertext()).split())


def _tag_notes(pdf: Any) -> None:
    """Footnotes become notes, each with an identifier of its own as PDF/UA wants it.

    They are the spans in what stands beside the article itself: the areas at the feet of the pages.
    """
    import pydyf

    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    (document,) = root["K"]
    within = (pdf.objects[_number(kid)] for kid in pdf.objects[_number(document)]["K"])
    areas = (each for each in within if each["S"] == "/NonStruct")
    notes = [kid for area in areas for kid in area["K"] if pdf.objects[_number(kid)]["S"] == "/Span"]
    names = pydyf.Array()
    for place, kid in enumerate(notes, 1):
        identifier = pydyf.String(f"note-{place:04}")
        note = pdf.objects[_number(kid)]
        note["S"], note["ID"] = "/Note", identifier
        names += [identifier, kid]
    if names:
        root["IDTree"] = pydyf.Dictionary({"Names": names})


def _signature_fields(pdf: Any) -> None:
    """Turns the inputs named for it into fields that a program for signing finds, and nothing else can be typed into.

    They come as check boxes, which bring place, name and tags without a font of their own.
    """
    import pydyf

    form = pdf.catalog.get("AcroForm")
    if not form:
        return
    del form["NeedAppearances"], form["DR"]  # nobody draws them anew, so what is seen does not depend on the reader
    for reference in form["Fields"]:
        field = pdf.objects[_number(reference)]
        left, top, right, bottom = field["Rect"]
        field["Rect"] = pydyf.Array([left, bottom, right, top])
        (look,) = field["AP"]["N"].values()  # the tick of a check box
        blank = pdf.objects[_number(look)]
        blank.stream, blank.compress = [b"q Q"], False
        field["AP"] = pydyf.Dictionary({"N": look})
        for key in ("AS", "V", "MK", "DA"):
            field.pop(key, None)
        field["FT"] = "/Sig"


def _elements(pdf: Any, kind: str) -> Iterator[Any]:
    """The elements of the structure tree of this kind."""
    return (each for each in pdf.objects if isinstance(each, dict) and each.get("S") == kind)


def _above(pdf: Any, element: Element) -> Iterator[Element]:
    """The elements around this one, the nearest first."""
    while "S" in (element := pdf.objects[_number(element["P"])]):
        yield element


def _pages(pdf: Any) -> Iterator[Any]:
    return (each for each in pdf.objects if isinstance(each, dict) and each.get("Type") == "/Page")


def _number(reference: bytes) -> int:
    """The number of the object that a reference such as b"12 0 R" names."""
    return int(reference.split()[0])
