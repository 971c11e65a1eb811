"""The styles of a Word document: each can be given another look in Word, or by a template."""

FONTS = '<w:rFonts w:ascii="{0}" w:hAnsi="{0}" w:cs="{0}" w:eastAsia="{1}"/>'
TEXT_FONTS = FONTS.format("Calibri", "SimSun")
TITLE_FONTS = FONTS.format("Calibri", "SimHei")
TYPEWRITER_FONTS = FONTS.format("Consolas", "SimSun")
"""Fonts that Word has, the second for Chinese; LibreOffice takes others in their place."""

HEADING_SIZES = (36, 28, 24, 22, 21, 21)
"""Of the six levels, in half points."""

RULE = '<w:{} w:val="single" w:sz="{}" w:space="0" w:color="{}"/>'
BORDERS = "".join(
    (RULE.format("top", 8, "000000"), RULE.format("bottom", 8, "000000")),
)
UNDER_HEAD = RULE.format("bottom", 4, "666666")

TABLE = f"""<w:style w:type="table" w:customStyle="1" w:styleId="BpcalcTable">\
<w:name w:val="bpcalc table"/><w:basedOn w:val="TableNormal"/><w:tblPr>\
<w:tblBorders>{BORDERS}</w:tblBorders><w:tblCellMar><w:left w:w="90" w:type="dxa"/>\
<w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr>\
<w:tcPr><w:vAlign w:val="center"/></w:tcPr>\
<w:tblStylePr w:type="firstRow"><w:rPr><w:color w:val="595959"/></w:rPr>\
<w:tcPr><w:tcBorders>{UNDER_HEAD}</w:tcBorders></w:tcPr></w:tblStylePr></w:style>"""

PLAIN_TABLE = """<w:style w:type="table" w:default="1" w:styleId="TableNormal">\
<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr>\
<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>\
<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>\
<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>"""

LINK = """<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>\
<w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr></w:style>"""


def styles(namespace: str) -> str:
    """Return all styles; Word checks the spelling of Latin letters as English."""
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{TEXT_FONTS}<w:sz w:val="21"/><w:szCs w:val="21"/>'
        f'<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="264" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "</w:style>"
    )
    headings = "".join(
        _style(
            f"Heading{level}",
            f"heading {level}",
            '<w:keepNext/><w:keepLines/><w:spacing w:before="240" w:after="100"/>'
            f'<w:outlineLvl w:val="{level - 1}"/>',
            f'{TITLE_FONTS}<w:b/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>',
            custom=False,
        )
        for level, size in enumerate(HEADING_SIZES, 1)
    )
    own = (
        _style(
            "BpcalcBlock",
            "bpcalc block",
            '<w:keepNext/><w:spacing w:before="160" w:after="60"/>',
            f"{TITLE_FONTS}<w:b/>",
        )
        + _style(
            "BpcalcCell",
            "bpcalc cell",
            '<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>',
            '<w:sz w:val="20"/><w:szCs w:val="20"/>',
        )
        + _style("BpcalcEquation", "bpcalc equation", '<w:spacing w:before="40" w:after="40"/>')
        + _style(
            "BpcalcVerbatim",
            "bpcalc verbatim",
            '<w:spacing w:after="120" w:line="240" w:lineRule="auto"/>',
            f'{TYPEWRITER_FONTS}<w:sz w:val="17"/><w:szCs w:val="17"/>',
        )
        + _style(
            "BpcalcGap",
            "bpcalc gap",
            '<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>',
        )
    )
    return (
        f'<w:styles xmlns:w="{namespace}">{defaults}{normal}{headings}{own}{PLAIN_TABLE}{TABLE}'
        f"{LINK}</w:styles>"
    )


def _style(identifier: str, name: str, form: str, letters: str = "", *, custom: bool = True) -> str:
    own = ' w:customStyle="1"' * custom
    following = "" if custom else '<w:next w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{identifier}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/>{following}<w:qFormat/><w:pPr>{form}</w:pPr>'
        f"<w:rPr>{letters}</w:rPr></w:style>"
    )
