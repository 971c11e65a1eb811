"""Reading what students hand in: from the bytes of a file to names and numbers.

    contents     what a file holds: a text, or the sheets of a workbook
    values       one value as it was written or printed: a number, an array, names and numbers
    statements   lines of text: `net_h1 = 0.3775`, labels with values below, matrices
    grids        rows of cells: tables of two columns, wide ones, crossed ones
    workbooks    XLSX files, our own practice workbook among them
    labels       what a label such as `dW2` or `hidden output` is about
    layers       an array under such a label, cell by cell
    name_parts   what belongs to a name: its epoch, sample and layer
    quantity_index   a written name, and the quantities of an exercise that it may stand for

What is foreign text is never matched with a pattern that could go back over it: the work grows
with the length of the text, and no faster.
"""
