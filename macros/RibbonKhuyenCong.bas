Attribute VB_Name = "RibbonKhuyenCong"
Option Explicit

' Callbacks of the ribbon, one line each. Each runs the function of the same name in workbook_tools/ribbon.py.

Public Sub new_plan(control As IRibbonControl)
    RunPython "import workbook_tools.ribbon as r; r.new_plan()"
End Sub

Public Sub import_old(control As IRibbonControl)
    RunPython "import workbook_tools.ribbon as r; r.import_old()"
End Sub

Public Sub build(control As IRibbonControl)
    RunPython "import workbook_tools.ribbon as r; r.build()"
End Sub

Public Sub check(control As IRibbonControl)
    RunPython "import workbook_tools.ribbon as r; r.check()"
End Sub

Public Sub previous_finding(control As IRibbonControl)
    RunPython "import workbook_tools.ribbon as r; r.previous_finding()"
End Sub

Public Sub next_finding(control As IRibbonControl)
    RunPython "import workbook_tools.ribbon as r; r.next_finding()"
End Sub

Public Sub clear_flags(control As IRibbonControl)
    RunPython "import workbook_tools.ribbon as r; r.clear_flags()"
End Sub

Public Sub undo(control As IRibbonControl)
    RunPython "import workbook_tools.ribbon as r; r.undo()"
End Sub

Public Sub export_pdf(control As IRibbonControl)
    RunPython "import workbook_tools.ribbon as r; r.export_pdf()"
End Sub

Public Sub send(control As IRibbonControl)
    RunPython "import workbook_tools.ribbon as r; r.send()"
End Sub

Public Sub help(control As IRibbonControl)
    RunPython "import workbook_tools.ribbon as r; r.help()"
End Sub

' What the program cannot do yet is shown grey.
Public Sub not_yet(control As IRibbonControl, ByRef returned)
    returned = False
End Sub
