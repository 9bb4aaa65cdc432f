Attribute VB_Name = "RibbonKhuyenCong"
Option Explicit

' One callback for each button of the ribbon. A button starts the Python that is named in the user's own registry (macOS: in
' a script of the user's) and tells it the button and Excel's window. Nothing of an open workbook is read here.

Public Sub KhuyenCong_new_plan(control As IRibbonControl)
    Press "new_plan"
End Sub

Public Sub KhuyenCong_import_old(control As IRibbonControl)
    Press "import_old"
End Sub

Public Sub KhuyenCong_renumber(control As IRibbonControl)
    Press "renumber"
End Sub

Public Sub KhuyenCong_build(control As IRibbonControl)
    Press "build"
End Sub

Public Sub KhuyenCong_check(control As IRibbonControl)
    Press "check"
End Sub

Public Sub KhuyenCong_previous_finding(control As IRibbonControl)
    Press "previous_finding"
End Sub

Public Sub KhuyenCong_next_finding(control As IRibbonControl)
    Press "next_finding"
End Sub

Public Sub KhuyenCong_clear_flags(control As IRibbonControl)
    Press "clear_flags"
End Sub

Public Sub KhuyenCong_undo(control As IRibbonControl)
    Press "undo"
End Sub

Public Sub KhuyenCong_export_pdf(control As IRibbonControl)
    Press "export_pdf"
End Sub

Public Sub KhuyenCong_send(control As IRibbonControl)
    Press "send"
End Sub

Public Sub KhuyenCong_help(control As IRibbonControl)
    Press "help"
End Sub

' Waits for the program, so that nothing is typed meanwhile; a program that was killed leaves no Excel that takes no keys. It never looks into the current folder (-P).
Private Sub Press(button As String)
    Dim python As String, code As Long
    On Error GoTo Failed
#If Mac Then
    AppleScriptTask "KhuyenCong.applescript", "pressButton", button
#Else
    With CreateObject("WScript.Shell")
        python = .RegRead("HKCU\Software\KhuyenCong\Python")
        code = .Run("""" & python & """ -P -m workbook_tools.ribbon " & button & " --hwnd " & Application.Hwnd, 0, True)
        Application.Interactive = True
    End With
    If code <> 0 Then Err.Raise 1000, , Letters("m~E3~ ") & code
#End If
    Exit Sub
Failed:
    Dim where As String, why As String
    code = Err.Number
    why = Err.Description
    If code <> 1000 Then why = Letters("l~1ED7~i s~1ED1~ ") & code
    where = python
    If python = "" Then where = Letters("ch~1B0~a bi~1EBF~t Python c~1EE7~a ch~1B0~~1A1~ng tr~EC~nh ~1EDF~ ~111~~E2~u")
    Tell Letters("Kh~F4~ng ch~1EA1~y ~111~~1B0~~1EE3~c ch~1B0~~1A1~ng tr~EC~nh Khuy~1EBF~n c~F4~ng: ") & where & _
        " (" & why & ")" & Letters(". H~E3~y c~E0~i l~1EA1~i ch~1B0~~1A1~ng tr~EC~nh r~1ED3~i ch~1EA1~y: ") & _
        "kehoach addin install"
End Sub

' MsgBox knows the letters of one code page only.
Private Sub Tell(text As String)
    On Error Resume Next
    CreateObject("WScript.Shell").Popup text, 0, Letters("Khuy~1EBF~n c~F4~ng"), 4144
    If Err.Number <> 0 Then MsgBox text, 48
End Sub

' A text with its Vietnamese letters, which the ASCII of a module holds as ~hexadecimal~.
Private Function Letters(text As String) As String
    Dim parts() As String, at As Long
    parts = Split(text, "~")
    For at = 1 To UBound(parts) Step 2
        parts(at) = ChrW(CLng("&H" & parts(at)))
    Next
    Letters = Join(parts, "")
End Function
